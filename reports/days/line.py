"""A series of days as a line: numbers for a small SVG, drawn by the template without a script."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reports.days.series import Point

WIDTH, HEIGHT = 360, 180
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 28, 28


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    point: Point


@dataclass(frozen=True)
class Line:
    """`paths` break where a day is missing or hidden, so that nothing is drawn that was not told."""

    paths: list[str]
    first: Dot
    last: Dot
    recounted: list[Dot]
    low: float
    high: float

    width, height = WIDTH, HEIGHT
    left, right = LEFT, WIDTH - RIGHT
    floor = HEIGHT - BOTTOM
    ceiling = TOP


def line_of(points: list[Point], *, is_share: bool = False) -> Line | None:
    """None where fewer than two days can be drawn."""
    told = [point for point in points if point.value is not None]
    if len(told) < 2:
        return None
    values = [point.value for point in told if point.value is not None]
    low, high = (0.0, 100.0) if is_share else (min(0.0, *values), max(*values))
    high = high if high > low else low + 1
    first, days = told[0].day, (told[-1].day - told[0].day).days
    dots = [_dot(point, first, days, low, high) for point in told]
    return Line(
        paths=[_path(part) for part in _without_gaps(dots)],
        first=dots[0],
        last=dots[-1],
        recounted=[dot for dot in dots if dot.point.was_recounted],
        low=low,
        high=high,
    )


def _dot(point: Point, first: date, days: int, low: float, high: float) -> Dot:
    along = (point.day - first).days / days
    up = ((point.value or 0) - low) / (high - low)
    x = LEFT + along * (WIDTH - LEFT - RIGHT)
    y = HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)
    return Dot(round(x, 1), round(y, 1), point)


def _without_gaps(dots: list[Dot]) -> list[list[Dot]]:
    parts = [[dots[0]]]
    for before, dot in pairwise(dots):
        if (dot.point.day - before.point.day).days > 1:
            parts.append([])
        parts[-1].append(dot)
    return parts


def _path(dots: list[Dot]) -> str:
    """A day between two that are missing is a line from itself to itself, and seen as a dot."""
    dots = dots * 2 if len(dots) == 1 else dots
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)
