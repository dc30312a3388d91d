"""How sure can we be of a difference between averages? Plain arithmetic over plain lists."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, variance

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A difference with its interval; low and high are None when there are too few values."""

    value: float
    low: float | None = None
    high: float | None = None
    freedom: float | None = None

    @property
    def has_interval(self) -> bool:
        return self.low is not None


def contrast(
    groups: Sequence[Sequence[float]], weights: Sequence[float], level: float = LEVEL
) -> Estimate:
    """Σ wᵢ·meanᵢ with Welch's interval.

    The variance is Σ wᵢ²·sᵢ²/nᵢ and the degrees of freedom follow Welch and Satterthwaite
    (B. L. Welch, "The generalization of 'Student's' problem when several different population
    variances are involved", Biometrika 34, 1947, 28–35). Weights (1, −1) give Welch's comparison
    of two groups, a single group of differences with weight 1 gives the paired t interval, and
    (1, −1, −1, 1) gives a difference in differences.
    """
    value = sum(w * fmean(group) for w, group in zip(weights, groups, strict=True))
    if any(len(group) < 2 for group in groups):
        return Estimate(value)
    parts = [w * w * variance(group) / len(group) for w, group in zip(weights, groups, strict=True)]
    spread = sum(parts)
    if spread <= 0:  # every value alike: nothing varies that an interval could describe
        return Estimate(value)
    freedom = spread**2 / sum(
        part**2 / (len(group) - 1) for part, group in zip(parts, groups, strict=True)
    )
    half = t_quantile((1 + level) / 2, freedom) * math.sqrt(spread)
    return Estimate(value, value - half, value + half, freedom)


def paired(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """The average of each one's own change, with Student's paired interval."""
    return contrast([[b - a for a, b in zip(before, after, strict=True)]], [1])


def welch(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """after − before for two groups that may differ in size and spread."""
    return contrast([after, before], [1, -1])


@lru_cache(maxsize=1024)
def t_quantile(p: float, freedom: float) -> float:
    """Student's t quantile for 0.5 ≤ p < 1, by halving: exact to about ten digits."""
    low, high = 0.0, 1.0
    while t_cdf(high, freedom) < p:
        high *= 2
    for _step in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, freedom) < p else (low, middle)
    return (low + high) / 2


def t_cdf(t: float, freedom: float) -> float:
    """P(T ≤ t) for t ≥ 0 (Abramowitz and Stegun 26.7.1)."""
    return 1 - _beta_share(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def _beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function (Abramowitz and Stegun 26.5.8)."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, x) / a
    return 1 - front * _continued_fraction(b, a, 1 - x) / b


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Lentz's evaluation; converges in a few dozen steps on this side of the mean."""
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or tiny)
    result = d
    for m in range(1, 400):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + step * d) or tiny)
            c = (1 + step / c) or tiny
            result *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return result
