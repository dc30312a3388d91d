"""How sure can we be of a difference? Plain lists in, an estimate with its 95 % interval out.

The arithmetic is that of scipy and statsmodels; each is imported where it is used, because a web
process that never compares anything should not carry it. Worked examples with published answers
stand in tests/pilots/test_estimate.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A difference after − before; without an interval where there are too few values."""

    value: float
    method: str
    low: float | None = None
    high: float | None = None
    se: float | None = None

    @property
    def has_interval(self) -> bool:
        return self.low is not None


def paired(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """The average of each one's own change, with Student's paired t interval."""
    changes = [b - a for a, b in zip(before, after, strict=True)]
    value = fmean(changes)
    if not _varies(changes):
        return Estimate(value, "paired")
    from scipy.stats import ttest_rel

    interval = ttest_rel(after, before).confidence_interval(LEVEL)
    se = sqrt(variance(changes) / len(changes))
    return Estimate(value, "paired", float(interval.low), float(interval.high), se)


def welch(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """after − before for two groups that may differ in size and spread.

    B. L. Welch, "The generalization of 'Student's' problem when several different population
    variances are involved", Biometrika 34 (1947), 28–35.
    """
    value = fmean(after) - fmean(before)
    if min(len(before), len(after)) < 2 or not (_varies(before) or _varies(after)):
        return Estimate(value, "welch")
    from scipy.stats import ttest_ind

    interval = ttest_ind(after, before, equal_var=False).confidence_interval(LEVEL)
    se = sqrt(variance(before) / len(before) + variance(after) / len(after))
    return Estimate(value, "welch", float(interval.low), float(interval.high), se)


def step(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """A step in a series of daily values, in the order of the days.

    One day resembles the next, so that thirty days say less than thirty strangers. The standard
    error is that of W. K. Newey and K. D. West (Econometrica 55, 1987, 703–708), with
    ⌊4 (n/100)^(2/9)⌋ lags (Newey and West, Review of Economic Studies 61, 1994, 631–653). With
    few days that error comes out too small, so the interval is never narrower than Welch's.
    """
    plain = welch(before, after)
    if not plain.has_interval:
        return Estimate(plain.value, "step")
    import numpy as np
    from statsmodels.regression.linear_model import OLS

    values = np.array([*before, *after], dtype=float)
    is_after = np.repeat([0.0, 1.0], [len(before), len(after)])
    lags = int(4 * (len(values) / 100) ** (2 / 9))
    fit = OLS(values, np.column_stack([np.ones(len(values)), is_after])).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    low, high = (float(end) for end in fit.conf_int(1 - LEVEL)[1])
    if high - low < plain.high - plain.low:  # type: ignore[operator]  # has_interval
        return Estimate(plain.value, "step", plain.low, plain.high, plain.se)
    return Estimate(plain.value, "step", low, high, float(fit.bse[1]))


def shares(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """The difference of two shares (values 0 or 1) of two groups.

    Newcombe's hybrid score interval (R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890,
    method 10), which never leaves −1 to 1 and is right with small groups.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        sum(after), len(after), sum(before), len(before), method="newcomb", compare="diff",
        alpha=1 - LEVEL,
    )  # fmt: skip
    first, second = fmean(before), fmean(after)
    se = sqrt(first * (1 - first) / len(before) + second * (1 - second) / len(after))
    return Estimate(second - first, "shares", float(low), float(high), se)


def paired_shares(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """The change of a share among the same people.

    The adjusted Wald interval of D. G. Bonett and R. M. Price (Journal of Educational and
    Behavioral Statistics 37, 2012, 479–488): one more pair in each of the two cells of people who
    changed. Neither scipy nor statsmodels has an interval for it.
    """
    from scipy.stats import norm

    n = len(before)
    gained, lost = changed(before, after)
    value = (gained - lost) / n
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    se = sqrt((up + down - (up - down) ** 2) / (n + 2))
    half = float(norm.ppf((1 + LEVEL) / 2)) * se
    middle = up - down
    return Estimate(value, "paired_shares", max(middle - half, -1.0), min(middle + half, 1.0), se)


def changed(before: Sequence[float], after: Sequence[float]) -> tuple[int, int]:
    """How many went from 0 to 1, and how many from 1 to 0."""
    pairs = list(zip(before, after, strict=True))
    return sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)


def _varies(values: Sequence[float]) -> bool:
    """Where every value is alike there is nothing that an interval could describe."""
    return len(values) > 1 and variance(values) > 0
