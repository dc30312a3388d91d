"""Works out where the bars of answers go; the templates write the SVG. A table always stands beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveys.tally import Bar, Tallied

WIDTH = 360
NARROWEST_WITH_WORDS = 24  # a bar this wide holds "12%"
ROW, HEAD = 62, 4
# Fill and letters, from disagreeing to agreeing; what is hidden is hatched.
INKS = {
    1: ("#c78500", "#1e2124"), 2: ("#f3d9a8", "#1e2124"), 3: ("#e6e8ea", "#1e2124"),
    4: ("#b1cefb", "#1e2124"), 5: ("#0b50d0", "#ffffff"),
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    x: float
    width: float
    level: int | None  # None: levels that are hidden
    percent: int

    @property
    def has_words(self) -> bool:
        return self.width >= NARROWEST_WITH_WORDS

    @property
    def fill(self) -> str:
        return INKS[self.level][0] if self.level else "url(#hidden-levels)"

    @property
    def ink(self) -> str:
        return INKS[self.level][1] if self.level else "#1e2124"

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Strip:
    """The levels of one statement in one wave, from left to right."""

    label: str
    y: int
    pieces: list[Piece]


@dataclass(frozen=True)
class Likert:
    height: int
    strips: list[Strip]
    hides_something: bool


def likert(labelled: Sequence[tuple[str, Tallied]]) -> Likert | None:
    """One strip for each line that is told; None where none is."""
    told = [(label, tallied) for label, tallied in labelled if tallied.n]
    strips = [
        Strip(label, HEAD + place * ROW, _pieces(tallied))
        for place, (label, tallied) in enumerate(told)
    ]
    hides = any(tallied.hides_something for _label, tallied in told)
    return Likert(HEAD + len(strips) * ROW, strips, hides) if strips else None


def _pieces(tallied: Tallied) -> list[Piece]:
    """What is hidden stands at the end, as one piece."""
    shares: list[tuple[Any, float]] = [
        (each.code, each.share) for each in tallied.answers if each.share
    ]
    rest = 1 - sum(share for _code, share in shares)
    if tallied.hides_something and rest > 0:
        shares.append((None, rest))
    pieces, x = [], 0.0
    for code, share in shares:
        pieces.append(Piece(round(x, 1), round(share * WIDTH, 1), code, round(share * 100)))
        x += share * WIDTH
    return pieces


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    bar: Bar

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Histogram:
    columns: list[Column]
    low: float
    high: float
    most: int


TOP, FLOOR = 22, 130


def histogram_of(tallied: Tallied) -> Histogram | None:
    bars = tallied.bars
    if len(bars) < 2:
        return None
    most, width = max(bar.count for bar in bars), WIDTH / len(bars)
    columns = []
    for place, bar in enumerate(bars):
        height = bar.count / most * (FLOOR - TOP)
        columns.append(
            Column(round(place * width + 1, 1), round(FLOOR - height, 1), round(width - 2, 1),
                   round(height, 1), bar)
        )  # fmt: skip
    return Histogram(columns, bars[0].low, bars[-1].high, most)
