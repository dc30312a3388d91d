"""What every figure was when a day ended: one row a day, added and never changed."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from reports.figures import BY_KEY, cut_key
from reports.models import DayFigure, Run

# Of each figure the whole city and what is cut once. The months of a figure are a series already.
LEFT_OUT = {"month"}
MOST_DAYS_BEHIND = 31
ROWS_AT_ONCE = 1_000


def end_of(day: date) -> datetime:
    """The last moment of a day in the city."""
    midnight = datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)


def days_to_keep(now: datetime) -> list[date]:
    """The days that ended since the last one that was kept: usually yesterday; more after the clock
    stood still, but not without end."""
    yesterday = timezone.localtime(now).date() - timedelta(days=1)
    last = DayFigure.objects.filter(recount=None, day__lte=yesterday).aggregate(day=Max("day"))
    first = last["day"] + timedelta(days=1) if last["day"] else yesterday
    first = max(first, yesterday - timedelta(days=MOST_DAYS_BEHIND - 1))
    return [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]


def keep_day(*, run: Run) -> int:
    """Keeps a run that was computed for the end of a day; others are not a day's figures."""
    day = timezone.localtime(run.as_of).date()
    if run.as_of != end_of(day):
        return 0
    rows = run.figures.only("key", "cut", "cut_key", "value", "n", "is_suppressed")
    kept = [
        DayFigure(
            day=day, key=row.key, cut=row.cut, cut_key=row.cut_key, value=row.value, n=row.n,
            is_suppressed=row.is_suppressed,
        )
        for row in rows.order_by("key", "cut_key").iterator(chunk_size=ROWS_AT_ONCE)
        if is_kept(row.key, row.cut)
    ]  # fmt: skip
    # Twice the same night: what is there stays.
    DayFigure.objects.bulk_create(kept, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    return len(kept)


def is_kept(key: str, cut: dict[str, str]) -> bool:
    return key in BY_KEY and len(cut) <= 1 and not LEFT_OUT & cut.keys()


def kept_values(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Values as reports/plain.py writes them, by figure and cut, as far as days keep them."""
    return {
        (row["key"], cut_key(row["cut"])): row for row in rows if is_kept(row["key"], row["cut"])
    }
