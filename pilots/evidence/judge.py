"""What a comparison allows to say, and what it does not."""

from collections.abc import Mapping
from typing import Any

from pilots.models import Measure

FEW_DAYS, FEW_SITES, FEW_PEOPLE = 14, 6, 20
MUCH_MISSING = 0.2


def judge(result: Mapping[str, Any], direction: str) -> str:
    """better, worse, unclear (the interval holds both), or cannot (too little to say)."""
    said = result.get("adjusted") or result
    low, high = said.get("low"), said.get("high")
    if low is None or high is None:
        return "cannot"
    if low <= 0 <= high:
        return "unclear"
    return "better" if (low > 0) == (direction == Measure.Direction.UP) else "worse"


def is_worth_having(result: Mapping[str, Any], verdict: str, smallest: float | None) -> bool | None:
    """Is the change at least the smallest that the plan called worth having? None: nobody said
    what that is, or nothing changed for the better."""
    if not smallest or verdict != "better":
        return None
    said = result.get("adjusted") or result
    return bool(abs(said["difference"]) >= abs(smallest))


def limits_of(
    result: Mapping[str, Any], *, is_exploratory: bool, is_primary: bool, has_people: bool
) -> list[str]:
    """Codes of what a careful reader should know; pilots/say.py has the sentences."""
    limits = []
    if is_exploratory:
        limits.append("exploratory")
    elif not is_primary:
        limits.append("secondary")
    if not (result.get("comparison") or result.get("alternatives")):
        limits.append("no_comparison")
    counts = [n for n in (result["n_before"], result["n_after"]) if n is not None]
    few = {"people": FEW_PEOPLE, "sites": FEW_SITES, "days": FEW_DAYS}[result["unit_of_analysis"]]
    if not counts or min(counts) < few:
        limits.append(f"few_{result['unit_of_analysis']}")
    if has_people and result["method"] in ("welch", "shares"):
        limits.append("not_paired")
    if _misses_much(result.get("missing") or {}, result, has_people):
        limits.append("missing")
    return limits


def _misses_much(missing: Mapping[str, Any], result: Mapping[str, Any], has_people: bool) -> bool:
    if not has_people:
        return any((missing.get(period) or 0) > MUCH_MISSING for period in ("before", "after"))
    asked, silent = missing.get("asked"), missing.get("silent")
    left, before = missing.get("left"), result["n_before"]
    return bool(asked and silent and silent / asked > MUCH_MISSING) or bool(
        left and before and left / (left + before) > MUCH_MISSING
    )
