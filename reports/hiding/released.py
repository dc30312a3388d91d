"""Files about people in groups: the stored figures, row by row, with the time each is of.

Never counted again: a file says what the page says, and hides what the page hides. The row "all" is
everybody; a hidden row stands without its numbers.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from reports.models import Figure, Run

ALL = "all"
Rows = Iterator[tuple]


def told_on(figure: Figure) -> date | None:
    """The day of its value: an earlier one where it was kept back (reports/hiding/tell.py)."""
    if figure.is_suppressed:
        return None
    kept = parse_datetime(figure.extra.get("as_of", ""))
    return timezone.localtime(kept or figure.run.as_of).date()


def support_by_level(run: Run, extract: Any) -> Rows:
    yield from _support(run, "level")


def support_by_channel(run: Run, extract: Any) -> Rows:
    yield from _support(run, "channel")


def _support(run: Run, by: str) -> Rows:
    for figure in run.figures.filter(key="support_given", cut_key="").select_related("run"):
        yield ALL, *_counted(figure)
    for figure in _told(run, f"support_by_{by}"):
        yield figure.cut[by], *_counted(figure)


def participants(run: Run, extract: Any) -> Rows:
    for figure in _told(run, "participants"):
        yield figure.cut.get("pilot", ALL), *_counted(figure)


def _counted(figure: Figure) -> tuple[int | None, date | None]:
    return None if figure.value is None else int(figure.value), told_on(figure)


def asked_again(run: Run, extract: Any) -> Rows:
    for figure in _told(run, "answered_again"):
        turn = figure.cut.get("turn", ALL)
        yield turn, figure.n, figure.extra.get("answered"), told_on(figure)


def confirmations(run: Run, extract: Any) -> Rows:
    for figure in _told(run, "residents_confirm_better"):
        category = figure.cut.get("category", ALL)
        better = None if figure.value is None else round(figure.value * figure.n / 100)
        yield category, figure.extra.get("asked"), figure.n, better, told_on(figure)


def stayed(run: Run, extract: Any) -> Rows:
    for figure in _told(run, "places_by_end"):
        yield figure.cut.get("leaving", ALL), *_counted(figure)


def stay_rate(run: Run, extract: Any) -> Rows:
    for figure in _told(run, "stayed_to_the_end"):
        completed = None if figure.value is None else round(figure.value * figure.n / 100)
        yield figure.n, completed, told_on(figure)


def came_back(run: Run, extract: Any) -> Rows:
    for figure in _told(run, "came_back"):
        yield figure.n, figure.extra.get("again"), told_on(figure)


def moderation_by_reason(run: Run, extract: Any) -> Rows:
    for happened in ("hidden", "appealed", "restored"):
        for figure in _told(run, f"texts_{happened}_by_reason"):
            yield happened, figure.cut["reason"], *_counted(figure)


def _told(run: Run, key: str):
    """Everybody first, then group after group."""
    return run.figures.filter(key=key).select_related("run").order_by("cut_key")
