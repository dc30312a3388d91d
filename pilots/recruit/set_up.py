"""What an officer decides before people apply: who may, and where the seed of the draw comes from."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.words import Words
from pilots.amend import needs_reason
from pilots.models import Draw, EligibilityQuestion, Pilot
from pilots.participation import lock_pilot
from pilots.plan.versions import keep_version


class SetUpRefused(Exception):
    """str() is one sentence that says why."""


@transaction.atomic
def set_up_recruiting(
    *, pilot: Pilot, seed_source: str, children_may_join: bool, by: User, at: datetime | None = None
) -> Pilot:
    """A source that is named or changed counts as announced from that moment on."""
    at = at or timezone.now()
    locked = _still_open(pilot)
    source = seed_source.strip()
    if source != locked.seed_source:
        if locked.draws.filter(of=Draw.Of.PLACES).exists():
            raise SetUpRefused(_("The places of this pilot have been drawn already."))
        locked.seed_source, locked.seed_announced_at = source, at if source else None
    locked.children_may_join = children_may_join
    locked.save(update_fields=["seed_source", "seed_announced_at", "children_may_join"])
    keep_version(pilot=locked, by=by, at=at)
    pilot.refresh_from_db()
    return locked


@transaction.atomic
def ask_before_applying(
    *, pilot: Pilot, words: Words, wanted: bool, otherwise: Words, by: User,
    at: datetime | None = None,
) -> EligibilityQuestion:  # fmt: skip
    locked = _still_open(pilot)
    last = locked.eligibility_questions.order_by("-position").first()
    question = EligibilityQuestion.objects.create(
        pilot=locked, words=words, wanted=wanted, otherwise=otherwise,
        position=last.position + 1 if last else 0,
    )  # fmt: skip
    keep_version(pilot=locked, by=by, at=at)
    return question


@transaction.atomic
def ask_no_more(*, question: EligibilityQuestion, by: User, at: datetime | None = None) -> None:
    """Nothing hangs on it: answers were never kept."""
    locked = _still_open(question.pilot)
    question.delete()
    keep_version(pilot=locked, by=by, at=at)


def _still_open(pilot: Pilot) -> Pilot:
    """Nobody applies after recruiting, so the plan keeps saying what applicants were asked."""
    locked = lock_pilot(pilot)
    if needs_reason(locked):
        raise SetUpRefused(_("Recruiting is over; its rules stay as they were."))
    return locked
