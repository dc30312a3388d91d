"""답변 기한 연장: an officer takes more time for an answer, with a reason that residents read."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from city.calendar import add_working_days, end_of_day
from city.models import City
from proposals import clock, notify_desk
from proposals.models import Extension, Proposal
from proposals.workflow import CLOCK_RUNS, MoveRefused

MOST_PER_RUN = 2


@transaction.atomic
def extend_answer(
    *,
    proposal: Proposal,
    due_on: date,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Extension:
    """The answer is due by the end of `due_on` instead. Each time at most as long as an answer
    may take at all. What is late already stays late, and the figures go on counting the first due
    time (docs/decisions/011-more-time.md)."""
    at = at or timezone.now()
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    due_before = _running_clock(row, by)
    due_at = _end_of(due_on)
    _check(row, reason, due_before, due_at, at)
    if at >= due_before:
        row.answered_in_time = False
    row.answer_due_at, row.answer_clock_from, row.answer_warned = due_at, at, 0
    clock.note_first_look(row, at)
    changed = [
        "answer_due_at", "answer_clock_from", "answer_warned", "answered_in_time", "first_look_at",
    ]  # fmt: skip
    row.save(update_fields=changed)
    for name in changed:
        setattr(proposal, name, getattr(row, name))
    extension = Extension.objects.create(
        proposal=row, due_before=due_before, due_at=due_at, reason=reason.strip(), by=by, at=at
    )
    notify_desk.tell_extension(extension)
    return extension


def latest_day(proposal: Proposal) -> date | None:
    """Until when the answer may be put off; None where that is not possible (any more)."""
    if proposal.status not in CLOCK_RUNS or proposal.answer_due_at is None:
        return None
    if len(clock.extensions_of_run(proposal)) >= MOST_PER_RUN:
        return None
    start = max(clock.last_day(proposal.answer_due_at), timezone.now())
    latest = add_working_days(start, City.objects.current().answer_days)
    return timezone.localtime(clock.last_day(latest)).date()


def _running_clock(row: Proposal, by: User) -> datetime:
    if not by.is_officer:
        raise MoveRefused(_("Only people who work at the desk can give an answer more time."))
    if row.status not in CLOCK_RUNS or row.answer_due_at is None:
        raise MoveRefused(_("No answer clock is running here that could be extended."))
    return row.answer_due_at


def _check(
    row: Proposal, reason: str, due_before: datetime, due_at: datetime, at: datetime
) -> None:
    if not reason.strip():
        raise MoveRefused(_("Tell residents why."))
    if due_at <= due_before or due_at <= at:
        raise MoveRefused(_("Choose a day after the one on which the answer is due now."))
    if len(clock.extensions_of_run(row)) >= MOST_PER_RUN:
        raise MoveRefused(
            _("More time was taken %(times)s times already. Please answer now.")
            % {"times": MOST_PER_RUN}
        )
    start = max(clock.last_day(due_before), at)
    latest = add_working_days(start, City.objects.current().answer_days)
    if due_at > latest:
        day = date_format(timezone.localtime(clock.last_day(latest)), "DATE_FORMAT")
        raise MoveRefused(_("That is too late: the latest possible day is %(day)s.") % {"day": day})


def _end_of(day: date) -> datetime:
    try:
        return end_of_day(day)
    except OverflowError:
        raise MoveRefused(_("Choose a day after the one on which the answer is due now.")) from None
