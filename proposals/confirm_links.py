"""The link of one's own in a letter: answers one question, for one person, without signing in."""

import re
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import Update, User
from proposals.models import Commitment, Confirmation

WORKS_FOR = timedelta(days=60)
SALT = "proposals.confirm_links"
NAMED = re.compile(r"#commitment-(\d+)$")


class LinkIsOver(Exception):
    """It is too old, or what was done is open again."""


def link_of(row: Confirmation) -> str:
    """Names commitment, person and round; signed, so that nobody can write one for a neighbour."""
    named = [row.commitment_id, row.person_id, row.round]
    return reverse("promises:answer", args=[signing.dumps(named, salt=SALT)])


def link_in_letter(update: Update, person: User) -> str | None:
    """Called by accounts.personal_links; None where the question was answered or has been redone."""
    named = NAMED.search(update.url)
    row = named and Confirmation.objects.filter(
        commitment=int(named[1]),
        commitment__state=Commitment.State.DONE,
        person=person,
        created_at=update.at,
        answer__isnull=True,
    ).order_by("-round").first()  # fmt: skip
    return link_of(row) if row else None


def question_of(token: str) -> Confirmation | None:
    """What the link asks; None for a link that nobody wrote, LinkIsOver for an old one."""
    try:
        commitment, person, round = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except signing.SignatureExpired:
        raise LinkIsOver from None
    except signing.BadSignature:
        return None
    row = (
        Confirmation.objects.filter(
            commitment=commitment,
            commitment__state=Commitment.State.DONE,
            commitment__proposal__hidden_at__isnull=True,
            person=person,
            person__is_active=True,
            person__erased_at__isnull=True,
            round=round,
        )
        .select_related(
            "person", "photo", "commitment__proposal__district", "commitment__department",
            "commitment__done_photo",
        )
        .first()
    )  # fmt: skip
    if row is None:
        raise LinkIsOver
    return row
