"""A figure over the days: what holds now of each day, and what was told before a recount."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Subquery

from reports.models import DayFigure, Recount


@dataclass
class Point:
    """`rows` are the versions of one day, the first one first; the last one holds."""

    day: date
    rows: list[DayFigure] = field(default_factory=list)

    @property
    def holds(self) -> DayFigure:
        return self.rows[-1]

    @property
    def version(self) -> int:
        return len(self.rows)

    @property
    def value(self) -> float | None:
        return self.holds.value

    @property
    def n(self) -> int | None:
        return self.holds.n

    @property
    def hidden(self) -> bool:
        return self.holds.is_suppressed

    @property
    def was_recounted(self) -> bool:
        return len(self.rows) > 1


def series(
    key: str, cut_key: str = "", *, since: date | None = None, until: date | None = None
) -> list[Point]:
    """The days of a figure, oldest first, in one query."""
    rows = DayFigure.objects.filter(key=key, cut_key=cut_key).select_related("recount")
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    points: dict[date, Point] = {}
    for row in sorted(rows, key=in_order):
        points.setdefault(row.day, Point(row.day)).rows.append(row)
    return list(points.values())


def latest(keys: Iterable[str]) -> dict[str, list[Point]]:
    """What was kept of figures on the last day that has any of them, by figure, in one query."""
    mine = DayFigure.objects.filter(key__in=keys)
    last = mine.order_by("-day").values("day")[:1]
    points: dict[tuple[str, str], Point] = {}
    rows = mine.filter(day=Subquery(last)).select_related("recount")
    for row in sorted(rows, key=lambda row: (row.key, row.cut_key, *in_order(row))):
        points.setdefault((row.key, row.cut_key), Point(row.day)).rows.append(row)
    found: dict[str, list[Point]] = {}
    for (key, _cut), point in points.items():
        found.setdefault(key, []).append(point)
    return found


def on_day(key: str, day: date) -> list[Point]:
    """Everything that was kept of a figure on a day: the whole city first, then its cuts."""
    points: dict[str, Point] = {}
    rows = DayFigure.objects.filter(key=key, day=day).select_related("recount")
    for row in sorted(rows, key=lambda row: (row.cut_key, *in_order(row))):
        points.setdefault(row.cut_key, Point(day)).rows.append(row)
    return list(points.values())


def in_order(row: DayFigure) -> tuple[date, bool, datetime | None, int]:
    """What was told first stands first; it belongs to no recount."""
    recount = row.recount
    return row.day, recount is not None, recount.at if recount else None, row.pk


def last_day(key: str) -> date | None:
    return DayFigure.objects.filter(key=key).aggregate(day=Max("day"))["day"]


def recounts_of(key: str) -> list[Recount]:
    """Why days of this figure were counted anew, the latest first."""
    return list(Recount.objects.filter(figures__key=key).distinct())
