"""What several pilots say together: a random-effects average over plain values.

Every pilot is taken to have an effect of its own (streets and people differ); what is estimated is
the average of these effects and how far they spread. The spread τ² is DerSimonian and Laird's
(Controlled Clinical Trials 7, 1986, 177–188). The interval is Hartung and Knapp's and Sidik and
Jonkman's (Statistics in Medicine 20, 2001, 3875–3889; 21, 2002, 3153–3159) with a scale of at
least one, so that it never gets narrower where few pilots happen to agree (Röver, Knapp and
Friede, BMC Medical Research Methodology 15, 2015, 99).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pilots.evidence.estimate import LEVEL

# With fewer pilots than this the spread is hardly known, and the page says so.
FEW = 5


@dataclass(frozen=True)
class Study:
    """The effect of one pilot with its standard error; n counts what it rests on."""

    label: str
    effect: float
    se: float
    n: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Line:
    study: Study
    low: float
    high: float
    weight: float  # percent of the average


@dataclass(frozen=True)
class Pooled:
    lines: list[Line]
    effect: float
    se: float
    low: float
    high: float
    tau2: float
    i2: float | None  # percent; None where there is nothing to compare with
    expected: tuple[float, float] | None  # where the effect of one more pilot would likely lie

    @property
    def k(self) -> int:
        return len(self.lines)

    @property
    def verdict(self) -> str:
        """more, less, or unclear where the interval holds zero."""
        if self.low <= 0 <= self.high:
            return "unclear"
        return "more" if self.low > 0 else "less"


def pool(studies: Sequence[Study]) -> Pooled:
    """At least one study; one alone is itself."""
    import numpy as np
    from statsmodels.stats.meta_analysis import combine_effects

    near = _quantile()
    if len(studies) == 1:
        (one,) = studies
        line = Line(one, one.effect - near * one.se, one.effect + near * one.se, 100.0)
        return Pooled([line], one.effect, one.se, line.low, line.high, 0.0, None, None)
    effects = np.array([study.effect for study in studies])
    variances = np.array([study.se**2 for study in studies])
    with np.errstate(divide="ignore", invalid="ignore"):  # exactly equal effects
        found = combine_effects(effects, variances, method_re="dl")
    # Where they vary less than by chance τ² is zero (statsmodels leaves it below), and the average
    # is the one of a single common effect.
    of, tau2 = ("re", float(found.tau2)) if found.tau2 > 0 else ("fe", 0.0)
    effect = float(getattr(found, f"mean_effect_{of}"))
    scale = max(float(getattr(found, f"scale_hksj_{of}")), 1.0)
    se = float(getattr(found, f"sd_eff_w_{of}")) * math.sqrt(scale)
    half = _quantile(len(studies) - 1) * se
    weights = getattr(found, f"weights_rel_{of}")
    lines = [
        Line(each, each.effect - near * each.se, each.effect + near * each.se, 100 * float(weight))
        for each, weight in zip(studies, weights, strict=True)
    ]
    return Pooled(
        lines, effect, se, effect - half, effect + half, tau2,
        100 * float(found.i2) if tau2 else 0.0, _expected(effect, se, tau2, len(studies)),
    )  # fmt: skip


def _expected(effect: float, se: float, tau2: float, k: int) -> tuple[float, float] | None:
    """Higgins, Thompson and Spiegelhalter, Journal of the Royal Statistical Society A 172, 2009,
    137–159; with few pilots it would span everything."""
    if k < FEW:
        return None
    half = _quantile(k - 2) * math.sqrt(tau2 + se**2)
    return effect - half, effect + half


def _quantile(freedom: int | None = None) -> float:
    """Student's t, or the normal where no degrees of freedom are given."""
    from scipy import stats

    p = (1 + LEVEL) / 2
    return float(stats.norm.ppf(p) if freedom is None else stats.t.ppf(p, freedom))
