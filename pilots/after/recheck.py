"""재점검: six and twelve months after a result somebody looks again and says what is left."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from city.calendar import add_months
from city.words import Words
from pilots.after import notify
from pilots.models import Pilot, ReCheck
from pilots.permissions import can_run
from pilots.workflow import Verdict

MONTHS = (6, 12)
# After these the pilot is over; an extended or changed one is looked at again through its successor.
LOOKED_AT_AGAIN = {Verdict.ADOPT, Verdict.STOP}
EARLIEST = timedelta(days=30)  # before the due day: seasons differ, so not much earlier
NAG_EVERY = timedelta(days=7)


class RecheckRefused(Exception):
    """str() is one sentence for the officer."""


def plan_rechecks(*, pilot: Pilot, verdict: str, at: datetime) -> list[ReCheck]:
    """Made with the result, so that nobody has to think of them half a year later."""
    if verdict not in LOOKED_AT_AGAIN:
        return []
    day = timezone.localtime(at).date()
    return ReCheck.objects.bulk_create(
        ReCheck(pilot=pilot, months=months, due_on=add_months(day, months)) for months in MONTHS
    )


@transaction.atomic
def recheck(
    *,
    pilot: Pilot,
    months: int,
    finding: str,
    words: Words,
    by,
    values: Mapping[str, float] | None = None,
    at: datetime | None = None,
) -> ReCheck:
    at = at or timezone.now()
    if not can_run(by, pilot):
        raise PermissionDenied
    # Of two officers who report at once the second waits here and is told.
    row = ReCheck.objects.select_for_update().filter(pilot=pilot, months=months).first()
    _check(row, finding, words, at)
    assert row is not None
    row.pilot, row.finding, row.words = pilot, finding, words
    row.values = _checked_values(pilot, values or {})
    row.done_at, row.done_by = at, by
    row.save()
    notify.tell_recheck(row, at=at)
    return row


def _check(row: ReCheck | None, finding: str, words: Words, at: datetime) -> None:
    if row is None:
        raise RecheckRefused(_("No re-check is planned for this pilot then."))
    if row.done_at:
        raise RecheckRefused(_("This re-check has been reported already."))
    opens = row.due_on - EARLIEST
    if timezone.localtime(at).date() < opens:
        raise RecheckRefused(
            _("It is too early to look again. Come back from %(day)s on.")
            % {"day": date_format(opens, "DATE_FORMAT")}
        )
    if finding not in ReCheck.Finding:
        raise RecheckRefused(_("Say what was found."))
    if not str(words.get("ko", "")).strip():
        raise RecheckRefused(_("Say in Korean what you saw."))


def _checked_values(pilot: Pilot, values: Mapping[str, float]) -> dict[str, float]:
    known = set(pilot.measures.values_list("code", flat=True))
    wrong = [code for code, value in values.items() if code not in known or not _is_number(value)]
    if wrong:
        raise RecheckRefused(_("Give the values of this pilot’s measures as numbers."))
    return {code: float(value) for code, value in values.items()}


def _is_number(value) -> bool:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and math.isfinite(value)


@transaction.atomic
def nag_of_rechecks(*, at: datetime | None = None) -> int:
    """On the day one is due, and then once a week until it is reported."""
    at = at or timezone.now()
    due = ReCheck.objects.filter(done_at__isnull=True, due_on__lte=timezone.localtime(at).date())
    rows = list(
        due.exclude(nagged_at__gt=at - NAG_EVERY).select_for_update(of=("self",))
        .select_related("pilot")
    )  # fmt: skip
    for row in rows:
        notify.nag_of_recheck(row, at=at)
    ReCheck.objects.filter(pk__in=[row.pk for row in rows]).update(nagged_at=at)
    return len(rows)
