"""A resident says something about a proposal, or answers somebody who did."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.roles import Channel
from accounts.rules import look_at
from proposals import notify
from proposals.models import Comment, Proposal


class CommentsClosed(Exception):
    """The proposal is hidden."""


@transaction.atomic
def post_comment(
    *,
    proposal: Proposal,
    by: User,
    text: str,
    answers: Comment | None = None,
    channel: str = Channel.WEB,
    recorded_by: User | None = None,
    at: datetime | None = None,
) -> Comment:
    """An answer to an answer stands beside it: replies have no replies.

    The counter counts every comment; one that is hidden later leaves a line behind.
    """
    if not proposal.takes_comments:
        raise CommentsClosed(proposal)
    if answers and answers.proposal_id != proposal.pk:
        raise ValueError("The comment answered belongs to another proposal.")
    comment = Comment.objects.create(
        proposal=proposal,
        author=by,
        text=text,
        answers=(answers.answers or answers) if answers else None,
        level=by.level,
        channel=channel,
        recorded_by=recorded_by,
        created_at=at or timezone.now(),
    )
    Proposal.objects.filter(pk=proposal.pk).update(comment_count=F("comment_count") + 1)
    held = look_at(kind="comment", row=comment, by=by, at=comment.created_at)
    if answers and not held:
        notify.tell_answer(comment, answers)
    return comment


def tell_of_answer(comment: Comment) -> None:
    """For a comment that was held until an officer had looked."""
    if comment.answers:
        notify.tell_answer(comment, comment.answers)
