"""다시 셈: days that have passed are counted anew, with a reason; what was told before stays."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.words import Words
from jobs.models import Job
from jobs.queue import queue_job
from jobs.work import Work
from reports.compute import start_run, values_of
from reports.days.keep import ROWS_AT_ONCE, end_of, kept_values
from reports.days.series import Point, in_order
from reports.extract.scope import Scope
from reports.figures import DEFINITIONS
from reports.models import DayFigure, Recount

MOST_DAYS = 31
# People in small groups are never counted twice for one day: of two counts the difference would
# tell who is not among them any more.
COUNTED = [d.key for d in DEFINITIONS if not d.people]


class RecountRefused(Exception):
    """str() is one sentence that says what to change."""


@transaction.atomic
def recount(
    *, since: date, until: date, reason: Words, by: User, at: datetime | None = None
) -> Recount:
    """Queues the days from `since` to `until`, both included, for another count."""
    if not by.is_manager:
        raise PermissionDenied
    at = at or timezone.now()
    _check(since, until, reason, timezone.localtime(at).date())
    row = Recount.objects.create(since=since, until=until, reason=reason, by=by, at=at)
    queue_job(kind="reports.recount", key=_job_key(row.pk), arguments={"recount": row.pk})
    return row


def _check(since: date, until: date, reason: Words, today: date) -> None:
    if not reason.get("ko"):
        raise RecountRefused(_("Say why these days are counted again: the reason is public."))
    if since > until:
        raise RecountRefused(_("The first day comes before the last one."))
    if until >= today:
        raise RecountRefused(_("Only days that have ended can be counted again."))
    if (until - since).days >= MOST_DAYS:
        raise RecountRefused(
            _("Up to %(days)s days can be counted again at a time.") % {"days": MOST_DAYS}
        )
    if not DayFigure.objects.filter(day__range=(since, until)).exists():
        raise RecountRefused(_("Nothing was kept of these days, so nothing has to be corrected."))
    if _is_counted_now(since, until):
        raise RecountRefused(_("These days are being counted again already."))


def _is_counted_now(since: date, until: date) -> bool:
    asked = Recount.objects.filter(since=since, until=until).values_list("pk", flat=True)
    keys = [_job_key(pk) for pk in asked]
    return Job.objects.open().filter(kind="reports.recount", key__in=keys).exists()


def _job_key(pk: int) -> str:
    return f"recount-{pk}"


def recount_job(work: Work) -> None:
    """One part a day."""
    if work.is_joining:
        return
    row = Recount.objects.get(pk=work.arguments["recount"])
    days = DayFigure.objects.filter(day__range=(row.since, row.until)).order_by("day")
    work.split(
        [
            ("reports.recount_day", {"recount": row.pk, "day": day.isoformat()})
            for day in days.values_list("day", flat=True).distinct()
        ]
    )


def recount_day_job(work: Work) -> None:
    row = Recount.objects.get(pk=work.arguments["recount"])
    recount_day(row, date.fromisoformat(work.arguments["day"]))


def recount_day(row: Recount, day: date) -> int:
    """Adds what reads otherwise now; what reads the same needs no second row."""
    # A time of its own, so that what was computed then is not taken once more.
    run = start_run(as_of=end_of(day) - timedelta(microseconds=row.pk))
    counted = kept_values(values_of(run, Scope(), COUNTED))
    before = _holding(day, row)
    fresh = [
        DayFigure(
            day=day, key=key, cut_key=cut, recount=row,
            cut=counted[key, cut]["cut"] if (key, cut) in counted else before[key, cut].cut,
            value=value, n=n,
        )
        for (key, cut) in sorted(before.keys() | counted.keys())
        for value, n in [_told(counted.get((key, cut)))]
        if (key, cut) not in before or (before[key, cut].value, before[key, cut].n) != (value, n)
    ]  # fmt: skip
    DayFigure.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    return len(fresh)


def _told(value: dict | None) -> tuple[float | None, int | None]:
    return (value["value"], value["n"]) if value else (None, None)


def _holding(day: date, row: Recount) -> dict[tuple[str, str], DayFigure]:
    """What holds of a day without this recount, which may have been interrupted."""
    rows = DayFigure.objects.filter(day=day, key__in=COUNTED).exclude(recount=row)
    points: dict[tuple[str, str], Point] = {}
    for each in sorted(rows.select_related("recount"), key=in_order):
        points.setdefault((each.key, each.cut_key), Point(day)).rows.append(each)
    return {name: point.holds for name, point in points.items()}
