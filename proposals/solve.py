"""Residents, companies and universities offer alternatives for a proposal; others back them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Channel
from accounts.rules import look_at
from proposals import notify
from proposals.models import Proposal, Solution, SolutionSupport
from proposals.support import SupportClosed


class SolutionsClosed(Exception):
    """Nobody looks for alternatives any more: the proposal is planned or closed."""


@transaction.atomic
def offer_solution(
    *,
    proposal: Proposal,
    by: User,
    title: str,
    text: str,
    offeror: str = Solution.Offeror.RESIDENT,
    interest: str = "",
    channel: str = Channel.WEB,
    at: datetime | None = None,
) -> Solution:
    if not proposal.takes_support:
        raise SolutionsClosed(proposal)
    solution = Solution.objects.create(
        proposal=proposal,
        author=by,
        title=title,
        text=text,
        offeror=offeror,
        interest=interest,
        level=by.level,
        channel=channel,
        created_at=at or timezone.now(),
    )
    if not look_at(kind="solution", row=solution, by=by, at=solution.created_at):
        notify.tell_solution(solution)
    return solution


def back_solution(
    *, solution: Solution, by: User, channel: str = Channel.WEB, at: datetime | None = None
) -> SolutionSupport:
    _check_open(solution)
    support, _is_new = SolutionSupport.objects.get_or_create(
        solution=solution,
        supporter=by,
        defaults={"level": by.level, "channel": channel, "created_at": at or timezone.now()},
    )
    return support


def stop_backing_solution(*, solution: Solution, by: User) -> bool:
    """Says whether there was something to take back."""
    _check_open(solution)
    return bool(SolutionSupport.objects.filter(solution=solution, supporter=by).delete()[0])


def _check_open(solution: Solution) -> None:
    if solution.hidden_at or not solution.proposal.takes_support:
        raise SupportClosed(solution)
