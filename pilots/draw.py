"""Works out where the lines of a measure's chart go; the template writes the SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from typing import Any

WIDTH, HEIGHT = 400, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 30, 30
BAR = 54  # from one bar to the next
LONGEST_GAP = 3  # days without a reading over which a line is still drawn


@dataclass(frozen=True)
class Tick:
    place: float
    value: float


@dataclass(frozen=True)
class Chart:
    """Everything in the units of the picture, from the top left corner."""

    ticks: list[Tick]
    days: list[tuple[float, date]]
    lines: list[list[str]]  # for test and comparison sites: pieces "x,y x,y" without the gaps
    start: float | None
    mean_before: tuple[float, float, float] | None  # x from, x to, y
    mean_after: tuple[float, float, float] | None
    end: float | None  # of the test in the street; what follows is follow-up
    mean_later: tuple[float, float, float] | None
    target: float | None


@dataclass(frozen=True)
class Bar:
    width: float
    value: float | None
    n: int | None  # None: somebody answered, but too few to show
    top: float = 0.0


def chart_of(comparison: Mapping[str, Any]) -> Chart | None:
    """A line a day, with the averages before and after; None where there is nothing to draw."""
    series = [
        (date.fromisoformat(day), here, there) for day, here, there in comparison.get("series", [])
    ]
    if len(series) < 2:
        return None
    values = [value for _day, *pair in series for value in pair if value is not None]
    target = comparison.get("target")
    ticks = round_ticks([*values, *([target] if target is not None else [])])
    low, high = ticks[0], ticks[-1]
    first, last = series[0][0], series[-1][0]
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (day - first).days / span * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    def line(start: date | None, end: date | None, mean: float | None):
        """An average as a thick line over the days it stands for."""
        if start is None or end is None or mean is None or not low <= mean <= high:
            return None
        start, end = max(start, first), min(end, last)
        return (x(start), x(end), y(mean)) if start <= end else None

    days = {
        name: date.fromisoformat(day) if day else None
        for name, day in comparison["periods"].items()
    }
    start = days["after_from"]
    has_started = start is not None and first <= start <= last
    # Frozen comparisons from before there was a follow-up have no such days.
    later, end = days.get("follow_from"), days.get("after_until")
    followed = comparison.get("follow_up") or {}
    return Chart(
        ticks=[Tick(y(value), value) for value in ticks],
        days=[(x(first), first), (x(last), last)],
        lines=[_pieces([(day, pair[n]) for day, *pair in series], x, y) for n in range(2)],
        start=x(start) if has_started and start else None,
        mean_before=line(first, start, comparison["mean_before"]) if has_started else None,
        mean_after=line(start, end or last, comparison["mean_after"]) if has_started else None,
        end=x(later) if later and first <= later <= last else None,
        mean_later=line(later, days.get("follow_until"), followed.get("mean_after")),
        target=y(target) if target is not None else None,
    )


def _pieces(points: Sequence[tuple[date, float | None]], x, y) -> list[str]:
    """A missing day leaves a hole: a line across it would claim a reading."""
    pieces: list[list[str]] = []
    last: date | None = None
    for day, value in points:
        if value is None:
            continue
        if last is None or (day - last).days > LONGEST_GAP:
            pieces.append([])
        pieces[-1].append(f"{x(day)},{y(value)}")
        last = day
    return [" ".join(piece) for piece in pieces if len(piece) > 1]


def round_ticks(values: Sequence[float], steps: int = 4) -> list[float]:
    """About `steps` round numbers that hold all values."""
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    if low > 0 and low < (high - low):
        low = 0
    raw = (high - low) / steps
    size = 10 ** floor(log10(raw))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= raw)
    first = floor(low / step + 1e-9)
    ticks = [first * step]
    while ticks[-1] < high - step * 1e-9:
        ticks.append(round((first + len(ticks)) * step, 12))
    return ticks


def bars_of(comparison: Mapping[str, Any]) -> list[Bar] | None:
    """Before and after as two bars from zero, for answers of people."""
    later = comparison.get("follow_up") or {}
    has_later = later.get("mean_after") is not None
    means = [comparison["mean_before"], comparison["mean_after"]]
    means += [later["mean_after"]] if has_later else []
    shown = [mean for mean in means if mean is not None]
    if not shown or min(shown) < 0:
        return None
    most = round_ticks([0, *shown])[-1]
    counts = [comparison["n_before"], comparison["n_after"]]
    counts += [later["n_after"]] if has_later else []
    return [
        Bar(round((mean or 0) / most * 215, 1), mean, n, 8.0 + BAR * place)
        for place, (mean, n) in enumerate(zip(means, counts, strict=True))
    ]
