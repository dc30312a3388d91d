"""What people said before, after and later: each with themselves where enough answered both times.

Averages of fewer people than the city's smallest group are not shown, nor may two averages that are
shown be subtracted to tell what those few had said: the survey's own averages of everybody are
published too. So two sets of people are only used beside each other when what is in one and not in
the other is nobody or a whole group (docs/decisions/007). And of answers on a scale number, average
and spread are three sums over five counts: where these would tell a small one, they are not shown.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from city.hiding.scales import AND_SPREAD, TOTAL_AND_AVERAGE, average_is_safe
from pilots.evidence.estimate import (
    Estimate,
    changed,
    paired,
    paired_shares,
    shares,
    welch,
)
from pilots.evidence.result import OF_FOLLOW_UP, numbers_of, result_of

Values = Mapping[str, float]  # code → value


def compare_people(
    before: Values,
    after: Values,
    smallest_group: int = 5,
    *,
    follow: Values | None = None,
    is_share: bool = False,
    levels: Sequence[int] = (),
    asked: int | None = None,
) -> dict[str, Any]:
    """`levels`: what can be answered on a scale, else nothing. `asked`: how many took part, for
    the share that is missing."""
    k = smallest_group
    both = before.keys() & after.keys()
    if may_pair(both, before.keys(), after.keys(), k=k):
        result = _of_pairs(sorted(both), before, after, k, is_share, levels)
    else:
        result = _of_groups(before, after, k, is_share, levels)
    result["missing"] = _missing(before, after, both, asked, k, result["method"])
    if follow:
        result["follow_up"] = _followed(before, after, follow, both, k, is_share, levels)
    return result


def against_control(
    before: Values, after: Values, in_control: Callable[[str], bool], k: int, is_share: bool
) -> dict[str, Any]:
    """What changed beyond the change of those who got nothing new: the changes of two groups of
    people, drawn by lot, compared as Welch compares two groups. Nothing where one of them is only
    a few, or where the interval would tell how few changed."""
    both = sorted(before.keys() & after.keys())
    groups = [[code for code in both if in_control(code) is side] for side in (True, False)]
    if min(map(len, groups)) < k:
        return {}
    values = [[[wave[code] for code in group] for wave in (before, after)] for group in groups]
    if is_share and not all(_tells_no_few(first, second, k) for first, second in values):
        return {}
    control, treated = (
        [b - a for a, b in zip(first, second, strict=True)] for first, second in values
    )
    first, second = values[0]
    return {
        "comparison": {
            "n_before": len(first), "n_after": len(second),
            "mean_before": fmean(first), "mean_after": fmean(second),
        },
        "adjusted": numbers_of(welch(control, treated))
        | {"method": "welch", "unit_of_analysis": "people"},
    }  # fmt: skip


def _tells_no_few(first, second, k: int) -> bool:
    few_changed = any(0 < count < k for count in changed(first, second))
    return not few_changed and _is_safe(first, k) and _is_safe(second, k)


def may_pair(both, *everybody, k: int) -> bool:
    """Enough people, and nobody who stands alone between these and all who answered."""
    return len(both) >= k and all(is_a_group(others - both, k) for others in everybody)


def is_a_group(people, k: int) -> bool:
    return not 0 < len(people) < k


def _of_pairs(codes, before, after, k, is_share, levels) -> dict[str, Any]:
    first, second = [before[code] for code in codes], [after[code] for code in codes]
    result = _shown("people", first, second, _of_same(first, second, k, is_share), k, is_share)
    if not levels:
        return result
    changes = [round(b - a) for a, b in zip(first, second, strict=True)]
    most = levels[-1] - levels[0]
    # Of the two times the averages are shown, of the changes the spread as well.
    is_safe = (
        sums_are_safe(first, levels, k, TOTAL_AND_AVERAGE)
        and sums_are_safe(second, levels, k, TOTAL_AND_AVERAGE)
        and sums_are_safe(changes, range(-most, most + 1), k, AND_SPREAD)
    )
    return result if is_safe else _without_values(result)


def _of_same(first, second, k, is_share) -> Estimate:
    if not is_share:
        return paired(first, second)
    # Where only a few changed, the paired interval would tell how many; two groups are on the
    # safe side.
    few_changed = any(0 < count < k for count in changed(first, second))
    return shares(first, second) if few_changed else paired_shares(first, second)


def _of_groups(before, after, k, is_share, levels) -> dict[str, Any]:
    first = list(before.values()) if len(before) >= k else []
    second = list(after.values()) if len(after) >= k else []
    estimate = (shares if is_share else welch)(first, second) if first and second else None
    result = _shown("people", first, second, estimate, k, is_share)
    for key, values, shown in (("n_before", before, first), ("n_after", after, second)):
        if values and not shown:
            result[key] = None  # somebody answered, but how many is nobody's business
    if levels and not all(sums_are_safe(each, levels, k, AND_SPREAD) for each in (first, second)):
        return _without_values(result)
    return result


def sums_are_safe(values: Sequence[float], levels: Sequence[int], k: int, sums: int) -> bool:
    """Could somebody who knows these sums say how few gave one of the answers?"""
    given = Counter(map(round, values))
    return average_is_safe({level: given[level] for level in levels}, k, sums)


def _without_values(result: dict[str, Any]) -> dict[str, Any]:
    nothing = result_of(result["unit_of_analysis"], [], [], None)
    counts = {key: result[key] for key in ("n_before", "n_after")}
    return nothing | counts | {"method": result["method"], "is_hidden": True}


def _shown(unit, first, second, estimate, k, is_share) -> dict[str, Any]:
    """A share is one count of people who answered so, and one of those who did not."""
    if is_share and not all(_is_safe(values, k) for values in (first, second)):
        n_before, n_after = len(first), len(second)
        result = result_of(unit, [], [], None)
        return result | {"n_before": n_before, "n_after": n_after, "is_hidden": True}
    return result_of(unit, first, second, estimate)


def _is_safe(values, k: int) -> bool:
    yes = sum(values)
    return not (0 < yes < k or 0 < len(values) - yes < k)


def _followed(before, after, follow, both, k, is_share, levels) -> dict[str, Any]:
    """Before against later. The same people again only if that tells nothing about the few who
    answered one time and not the other."""
    later = before.keys() & follow.keys()
    whole = (before.keys(), follow.keys(), *((both,) if both else ()))
    overlap = is_a_group(both - later, k) and is_a_group(later - both, k)
    if overlap and all(is_a_group(others - later, k) for others in whole) and len(later) >= k:
        result = _of_pairs(sorted(later), before, follow, k, is_share, levels)
    else:
        result = _of_groups(before, follow, k, is_share, levels)
    return {key: result[key] for key in OF_FOLLOW_UP}


def _missing(before, after, both, asked, k, method) -> dict[str, Any]:
    """How many took part and said nothing the second time; counts of a few are None."""

    def count(n: int | None) -> int | None:
        return None if n is None or 0 < n < k else n

    silent = None if asked is None else max(asked - len(after), 0)
    return {
        "asked": None if count(silent) is None else count(asked),
        "silent": count(silent),
        # Of those who answered before, how many did not answer again.
        "left": count(len(before) - len(both)) if method != "welch" and before else None,
    }
