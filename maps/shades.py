"""Sorts numbers into a few classes, so that a map can shade them and a legend can name them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

MOST = 5


@dataclass(frozen=True)
class Shades:
    """Classes by their upper borders, which belong to them; shades count from 0 to 4."""

    least: float
    borders: tuple[float, ...]

    def of(self, value: float | None) -> int | None:
        """The shade of a number; nothing where the number is not known."""
        if value is None or not self.borders:
            return None
        place = min(bisect_left(self.borders, value), len(self.borders) - 1)
        # Few classes spread over the whole scale, so that low and high can be told apart.
        return round(place * (MOST - 1) / max(len(self.borders) - 1, 1))

    def in_words(self) -> list[dict]:
        """For the legend: from, to (included) and shade of each class."""
        return [
            {"from": low, "to": high, "shade": self.of(high)}
            for low, high in pairwise((self.least, *self.borders))
        ]


def shades_of(values: Sequence[float | None], steps: str = "quantiles") -> Shades:
    """About as many numbers in each class ("quantiles"), or classes equally wide ("equal")."""
    known = np.array([value for value in values if value is not None], float)
    if not len(known):
        return Shades(0, ())
    count = min(MOST, len(np.unique(known)))
    if steps == "equal":
        borders = np.linspace(known.min(), known.max(), count + 1)[1:]
    else:
        borders = np.quantile(known, np.linspace(0, 1, count + 1)[1:], method="inverted_cdf")
    return Shades(float(known.min()), tuple(np.unique(borders).tolist()))
