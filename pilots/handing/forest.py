"""Works out where the lines of a forest chart go; the template writes the SVG."""

from dataclasses import dataclass

from pilots.draw import round_ticks
from pilots.handing.pool import Pooled

WIDTH, LEFT, RIGHT = 330, 12, 12
TOP, ROW, AXIS = 10, 50, 40
# An average of two pilots is open over a wide range; the chart shows only so much beside the pilots.
BEYOND = 0.4


@dataclass(frozen=True)
class Mark:
    """A label, and below it the interval with the effect; all in the units of the picture."""

    label: str
    text_y: float
    y: float
    low: float
    high: float
    effect: float
    half: float  # half the side of the square; its area goes with the weight
    is_cut_low: bool
    is_cut_high: bool

    @property
    def side(self) -> float:
        return 2 * self.half


@dataclass(frozen=True)
class Forest:
    height: int
    bottom: float
    marks: list[Mark]
    average: Mark
    zero: float
    ticks: list[tuple[float, float]]  # place, value

    @property
    def diamond(self) -> str:
        m = self.average
        return f"{m.low},{m.y} {m.effect},{m.y - 8} {m.high},{m.y} {m.effect},{m.y + 8}"


def forest_of(pooled: Pooled, label: str) -> Forest:
    ends = [0.0, *(end for line in pooled.lines for end in (line.low, line.high))]
    beyond = (max(ends) - min(ends)) * BEYOND
    shown = [max(pooled.low, min(ends) - beyond), min(pooled.high, max(ends) + beyond)]
    ticks = round_ticks([*ends, *shown])
    first, last = ticks[0], ticks[-1]

    def x(value: float) -> float:
        inside = min(max(value, first), last)
        return round(LEFT + (inside - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)

    def mark(row: int, label: str, low: float, effect: float, high: float, weight: float) -> Mark:
        top = TOP + row * ROW
        return Mark(
            label, top + 16, top + 32, x(low), x(high), x(effect), round(2 + 6 * (weight / 100) ** 0.5, 1),
            low < first, high > last,
        )  # fmt: skip

    marks = [
        mark(row, line.study.label, line.low, line.study.effect, line.high, line.weight)
        for row, line in enumerate(pooled.lines)
    ]
    bottom = TOP + (pooled.k + 1) * ROW
    return Forest(
        bottom + AXIS, bottom, marks,
        mark(pooled.k, label, pooled.low, pooled.effect, pooled.high, 0), x(0),
        [(x(value), value) for value in ticks],
    )  # fmt: skip
