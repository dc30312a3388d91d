"""Counts, shares, averages and medians of one part of a question, from published rows alone.

Pure: plain rows in, plain values out. None stands for what is not told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, isclose, log10
from statistics import fmean, median
from typing import Any

from surveys.parts import WITH_AVERAGE, Part, Shape

HIDDEN = "*"  # somebody answered; what, is not told
NO_ANSWER = ""
BARS = 8


@dataclass(frozen=True)
class Told:
    """One answer and how many gave it."""

    code: Any
    count: int | None
    share: float | None


@dataclass(frozen=True)
class Bar:
    """So many answered with a number from `low` up to, but not including, `high`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Tallied:
    n: int | None = None
    answers: list[Told] = field(default_factory=list)
    average: float | None = None
    median: float | None = None
    bars: list[Bar] = field(default_factory=list)

    @property
    def hides_something(self) -> bool:
        return any(each.count is None for each in self.answers)


def tally(part: Part, rows: Iterable[Mapping[str, Any]]) -> Tallied:
    columns = [[row[name] for row in rows] for name in part.columns]
    told = [value for value in columns[0] if value != NO_ANSWER]
    if not told:
        return Tallied(answers=[Told(code, None, None) for code in _codes(part, told)])
    numbers = _numbers(columns[-1]) if part.shape in WITH_AVERAGE else None
    return Tallied(
        n=len(told),
        answers=_answers(part, told),
        average=round(fmean(numbers), 4) if numbers else None,
        median=_median(part, told, numbers),
        bars=histogram(numbers) if part.shape == Shape.NUMBER and numbers else [],
    )


def _answers(part: Part, told: list) -> list[Told]:
    if part.shape == Shape.TICK:
        ticks = None if HIDDEN in told else sum(told)
        return [_one(1, ticks, len(told))]
    if part.shape not in (Shape.CHOICE, Shape.LEVELS, Shape.OPEN):
        return []
    counts = Counter(told)
    # Where something is hidden, an option without visible answers may be hidden or may be zero.
    absent = None if counts[HIDDEN] else 0
    return [_one(code, counts[code] or absent, len(told)) for code in _codes(part, told)]


def _one(code: Any, count: int | None, n: int) -> Told:
    return Told(code, count, None if count is None else count / n)


def _codes(part: Part, told: list) -> Sequence[Any]:
    """Of months and dongs those that were named and are told."""
    if part.shape == Shape.OPEN:
        return sorted(set(told) - {HIDDEN})
    return (1,) if part.shape == Shape.TICK else part.codes


def _numbers(column: list) -> list[float] | None:
    values = [value for value in column if value != NO_ANSWER]
    return None if HIDDEN in values else values


def _median(part: Part, told: list, numbers: list[float] | None) -> float | None:
    """Of levels only where each is told; numbers are told as averages of neighbours, and so is
    their median."""
    if part.shape == Shape.LEVELS:
        return None if HIDDEN in told else median(told)
    return round(median(numbers), 4) if numbers and part.shape == Shape.NUMBER else None


def histogram(numbers: Sequence[float], most: int = BARS) -> list[Bar]:
    """Bars of the same round width over everything that was said."""
    low, high = min(numbers), max(numbers)
    if isclose(low, high, abs_tol=1e-9):
        return [Bar(low, high, len(numbers))]
    width = _round_width((high - low) / most)
    counts = Counter(floor(number / width) for number in numbers)
    return [Bar(n * width, (n + 1) * width, counts[n]) for n in range(min(counts), max(counts) + 1)]


def _round_width(least: float) -> float:
    size = 10.0 ** floor(log10(least))
    return next(size * times for times in (1, 2, 5, 10) if size * times >= least * (1 - 1e-9))
