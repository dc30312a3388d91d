"""Where the name of a district stands on a map: on it, or as a number that a list below explains."""

from dataclasses import dataclass
from math import hypot

SIZE = 14  # of all writing on a map
RADIUS = 11  # of a number's circle


@dataclass
class Mark:
    """One district on the map: its spot, its words, and whether they fit on it."""

    spot: tuple[float, float]
    name: str
    value: str
    room: float
    number: int = 0
    at: tuple[float, float] = (0.0, 0.0)

    @property
    def width(self) -> float:
        return max(width_of(self.name), width_of(self.value))

    def covers(self, other: "Mark") -> bool:
        """Two lines of writing each, around their spots."""
        x, y = self.spot[0] - other.spot[0], self.spot[1] - other.spot[1]
        return abs(x) < (self.width + other.width) / 2 and abs(y) < 2.4 * SIZE


def width_of(text: str) -> float:
    """About how wide a text is drawn: Hangul is square, Latin letters about half of it."""
    return sum(SIZE * (1.0 if ord(letter) > 0x1100 else 0.58) for letter in text)


def place_marks(marks: list[Mark], only_numbers: bool) -> None:
    """Numbers for names that are wider than their district or would cover another; numbers spread."""
    named: list[Mark] = []
    for mark in marks:
        mark.at = mark.spot
        if only_numbers or mark.width > mark.room or any(mark.covers(one) for one in named):
            mark.number = 1
        else:
            named.append(mark)
    numbered = [mark for mark in marks if mark.number]
    for number, mark in enumerate(numbered, start=1):
        mark.number = number
    _spread(numbered)


def _spread(marks: list[Mark]) -> None:
    """Circles that would cover each other move apart; a line leads back to where they belong."""
    for _round in range(60):
        moved = False
        for i, one in enumerate(marks):
            for other in marks[i + 1 :]:
                moved |= _part(one, other)
        if not moved:
            return


def _part(one: Mark, other: Mark) -> bool:
    x, y = other.at[0] - one.at[0], other.at[1] - one.at[1]
    apart = hypot(x, y)
    missing = 2 * RADIUS + 2 - apart
    if missing <= 0.01:
        return False
    x, y = (x / apart, y / apart) if apart else (1.0, 0.0)
    one.at = one.at[0] - x * missing / 2, one.at[1] - y * missing / 2
    other.at = other.at[0] + x * missing / 2, other.at[1] + y * missing / 2
    return True
