"""One comparison as plain JSON: what pages, conclusions, reports and exports read."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from pilots.evidence.estimate import LEVEL, Estimate

# What is told of a follow-up and of each alternative.
OF_FOLLOW_UP = (
    "method", "n_before", "n_after", "mean_before", "mean_after", "difference", "low", "high", "se",
)  # fmt: skip
OF_ALTERNATIVES = ("unit_of_analysis", *OF_FOLLOW_UP)


def result_of(
    unit_of_analysis: str,
    before: Sequence[float],
    after: Sequence[float],
    estimate: Estimate | None,
) -> dict[str, Any]:
    """`unit_of_analysis`: what one value stands for, "people", "sites" or "days"."""
    return {
        "unit_of_analysis": unit_of_analysis,
        "method": estimate.method if estimate else "",
        "n_before": len(before),
        "n_after": len(after),
        "mean_before": fmean(before) if before else None,
        "mean_after": fmean(after) if after else None,
        **numbers_of(estimate),
        "level": LEVEL,
        "is_hidden": False,
        "comparison": None,
        "adjusted": None,
        "follow_up": None,
        "alternatives": [],
        "missing": None,
    }


def numbers_of(estimate: Estimate | None) -> dict[str, float | None]:
    if estimate is None:
        return {"difference": None, "low": None, "high": None, "se": None}
    return {
        "difference": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "se": estimate.se,
    }
