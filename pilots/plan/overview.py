"""All pilots beside each other: money, due date, place on the timeline, and the road year by year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from pilots.models import Pilot, PilotQuerySet, Programme, ProgrammeTask, SharedBudget, Site
from pilots.plan.money import Money, lines_of_each, sum_of
from pilots.workflow import ENDED

WIDTH = 1000
LONGEST = 30  # years on one timeline; a slip of the pen must not make it endless


class Bar(NamedTuple):
    """From the first to the last day, and beyond it as long as the result is owed."""

    x: int
    width: int
    late_x: int
    late_width: int


@dataclass(frozen=True)
class Entry:
    number: int
    pilot: Pilot
    money: Money
    shared_by: int  # how many pilots spend it together; 0 where nothing is shared
    bar: Bar | None

    @property
    def is_overdue(self) -> bool:
        return self.pilot.is_overdue()


@dataclass(frozen=True)
class Timeline:
    years: list[int]
    lines: list[int]  # where a year begins
    today: int | None


class Step(NamedTuple):
    """One turn of a pilot in a year."""

    day: date
    kind: str  # starts, due, concluded, stopped
    pilot: Pilot


@dataclass(frozen=True)
class Progress:
    done: int
    of: int


def for_overview(pilots: PilotQuerySet) -> QuerySet[Pilot]:
    return (
        pilots.for_lists()
        .select_related("task", "conclusion")
        .defer("conclusion__evidence")
        .prefetch_related(
            "budget_lines",
            Prefetch("shared_budgets", SharedBudget.objects.prefetch_related("lines", "pilots")),
            Prefetch("sites", Site.objects.select_related("district").defer("district__outline")),
        )
        .order_by("starts_on", "ends_on", "pk")
    )


def entries_of(pilots: Sequence[Pilot], timeline: Timeline | None, today: date) -> list[Entry]:
    return [
        Entry(
            number, pilot, sum_of(lines_of_each([pilot])),
            max((len(budget.pilots.all()) for budget in pilot.shared_budgets.all()), default=0),
            _bar(pilot, timeline, today) if timeline else None,
        )
        for number, pilot in enumerate(pilots, 1)
    ]  # fmt: skip


# ── Timeline ─────────────────────────────────────────────────────────────────────────────────


def timeline_of(pilots: Iterable[Pilot], today: date) -> Timeline | None:
    days = [day for pilot in pilots for day in (pilot.starts_on, pilot.ends_on) if day]
    if not days:
        return None
    first = min(days).year
    last = min(max(*days, today).year, first + LONGEST - 1)
    years = list(range(first, last + 1))
    drawn = Timeline(years, [], None)
    is_shown = first <= today.year <= last
    return Timeline(
        years, [_x(date(year, 1, 1), drawn) for year in years[1:]],
        _x(today, drawn) if is_shown else None,
    )  # fmt: skip


def _bar(pilot: Pilot, timeline: Timeline, today: date) -> Bar | None:
    first = pilot.starts_on or pilot.ends_on
    last = pilot.ends_on or pilot.starts_on
    if first is None or last is None:
        return None
    x, end = _x(first, timeline), _x(last, timeline)
    late = max(_x(today, timeline) - end, 0) if pilot.is_overdue(today) else 0
    return Bar(x, max(end - x, 6), end, late)


def _x(day: date, timeline: Timeline) -> int:
    """All years are equally wide, so that their names can stand in columns above."""
    year = min(max(day.year, timeline.years[0]), timeline.years[-1] + 1)
    part = (day - date(day.year, 1, 1)).days / 366 if year == day.year else 0
    return round((year - timeline.years[0] + part) / len(timeline.years) * WIDTH)


# ── Road map ─────────────────────────────────────────────────────────────────────────────────


def road_of(pilots: Iterable[Pilot]) -> list[tuple[int, list[Step]]]:
    """Year by year: what starts, what is due, what came to its result."""
    years: dict[int, list[Step]] = defaultdict(list)
    for pilot in pilots:
        for step in _steps(pilot):
            years[step.day.year].append(step)
    return [
        (year, sorted(steps, key=lambda step: step.day)) for year, steps in sorted(years.items())
    ]


def _steps(pilot: Pilot) -> list[Step]:
    steps = [Step(pilot.starts_on, "starts", pilot)] if pilot.starts_on else []
    if pilot.stage in ENDED:
        day = timezone.localtime(pilot.stage_since).date()
        return [*steps, Step(day, pilot.stage, pilot)]
    return [*steps, *([Step(pilot.ends_on, "due", pilot)] if pilot.ends_on else [])]


# ── Programme → task → pilot ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class TaskRow:
    task: ProgrammeTask
    pilots: list[Pilot]
    money: Money
    progress: Progress

    @property
    def is_done(self) -> bool:
        return bool(self.pilots) and self.progress.done == self.progress.of


def tasks_of(programme: Programme) -> list[TaskRow]:
    pilots = defaultdict(list)
    for pilot in for_overview(Pilot.objects.public().filter(task__programme=programme)):
        pilots[pilot.task_id].append(pilot)
    return [
        TaskRow(task, own, sum_of(lines_of_each(own)), progress_of(own))
        for task in programme.tasks.select_related("department")
        for own in [pilots[task.pk]]
    ]


def progress_of(pilots: Iterable[Pilot]) -> Progress:
    """How many have come to a result, or were stopped with a reason."""
    pilots = list(pilots)
    return Progress(sum(pilot.stage in ENDED for pilot in pilots), len(pilots))


def programme_progress(rows: Sequence[TaskRow]) -> Progress:
    return Progress(sum(row.is_done for row in rows), len(rows))
