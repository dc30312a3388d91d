"""A share of people with its 95 % interval: what a small number can and cannot say."""

from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054  # the normal quantile for 95 %


class Share(NamedTuple):
    """In percent; low and high are the ends of the interval."""

    percent: float
    low: float
    high: float


def share(part: float, whole: float) -> Share | None:
    """Wilson's interval (JASA 22, 1927, 209–212): honest for few people and at 0 and 100 %."""
    if not whole:
        return None
    p = part / whole
    spread = Z * sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole))
    middle, scale = p + Z * Z / (2 * whole), 1 + Z * Z / whole
    low, high = max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
    return Share(100 * p, 100 * low, 100 * high)
