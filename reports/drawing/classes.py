"""Puts the values of districts into a few classes with round limits that a reader can remember."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

MOST = 5


def limits_of(values: Sequence[float], most: int = MOST) -> list[float]:
    """Round limits, from at or below the least to at or above the greatest; about as many in each.

    One more limit than classes. All values alike make one class of that value.
    """
    if not values:
        return []
    ordered = sorted(values)
    least, greatest = ordered[0], ordered[-1]
    if least == greatest:
        return [least, greatest]
    digits = _digits((greatest - least) / most)
    rounder, finer = _rounded(ordered, most, digits), _rounded(ordered, most, digits + 1)
    return finer if len(finer) > len(rounder) else rounder


def _rounded(ordered: Sequence[float], most: int, digits: int) -> list[float]:
    low, high = _down(ordered[0], digits), _up(ordered[-1], digits)
    inner = {round(_quantile(ordered, part / most), digits) for part in range(1, most)}
    return [low, *sorted(edge for edge in inner if max(low, ordered[0]) < edge < high), high]


def class_of(value: float, limits: Sequence[float]) -> int:
    """A value on a limit belongs to the class above it; the greatest to the last class."""
    return max(0, min(bisect_right(limits, value) - 1, len(limits) - 2))


def ranges_of(limits: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(limits))


def _digits(step: float) -> int:
    """How many decimals tell steps of this size apart: 37 → -1, 0.4 → 1."""
    return -floor(log10(step))


def _quantile(ordered: Sequence[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    below, share = int(place), place % 1
    return ordered[below] + share * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])


def _down(value: float, digits: int) -> float:
    return round(floor(value * 10**digits) / 10**digits, max(digits, 0))


def _up(value: float, digits: int) -> float:
    return round(ceil(value * 10**digits) / 10**digits, max(digits, 0))
