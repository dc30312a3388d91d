"""Which answers are hidden where, besides the total, an average or a spread over a scale is known."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm, prod

from city.hiding.groups import is_small, with_enough

# How many sums over a scale a reader knows: people and average; and, of what a pilot measures, the
# spread as well, which follows from the interval of its result.
TOTAL_AND_AVERAGE, AND_SPREAD = 2, 3


def hidden_options[T: Hashable](counts: Mapping[T, int], k: int) -> set[T]:
    """Options of a question with one answer each whose counts are not shown.

    The counts add up to a known total, so a small one never hides alone: options nobody chose hide
    with it (they look the same from outside), then the smallest others, until what hides is two
    options and k people at least.
    """
    return _hide(counts, k, sums=1)


def hidden_levels(counts: Mapping[int, int], k: int, sums: int = TOTAL_AND_AVERAGE) -> set[int]:
    """The same for a scale, whose average is shown beside the counts.

    Total and average are two equations; levels hide until neither gives a small count away.
    """
    return _hide(counts, k, sums)


def _hide[T: Hashable](counts: Mapping[T, int], k: int, sums: int) -> set[T]:
    if not any(is_small(count, k) for count in counts.values()):
        return set()

    def is_enough(hidden: set[T]) -> bool:
        if sum(counts[each] for each in hidden) < k:
            return False
        if sums == 1:
            return len(hidden) > 1
        return not _pinned_down({each: counts[each] for each in hidden}, k, sums)

    few = {option for option, count in counts.items() if count < k}
    others = sorted(counts.keys() - few, key=lambda option: counts[option])
    return with_enough(few, others, is_enough) or set(counts)


def _pinned_down(hidden: Mapping, k: int, sums: int) -> bool:
    """Could one of these small counts only be what it is, given the sums that are known?"""
    loose: set[int] = set()
    for levels in combinations(sorted(hidden), sums + 1):
        trade = _trade(levels)
        if any(all(hidden[n] + sign * trade[n] >= 0 for n in levels) for sign in (1, -1)):
            loose |= set(levels)
    return any(is_small(count, k) and level not in loose for level, count in hidden.items())


def _trade(levels: Sequence[int]) -> dict[int, int]:
    """How many people can change their level without changing the sums: of 1, 2 and 3 one leaves 1,
    one leaves 3 and two come to 2; of 1 to 4 it is one, three, three and one for the spread too."""
    weights = {n: Fraction(1, prod(n - other for other in levels if other != n)) for n in levels}
    whole = lcm(*(weight.denominator for weight in weights.values()))
    return {n: int(weight * whole) for n, weight in weights.items()}


def average_is_safe(counts: Mapping[int, int], k: int, sums: int = TOTAL_AND_AVERAGE) -> bool:
    """False where even with every level hidden the sums say how few answered what."""
    return not _pinned_down(counts, k, sums)


def in_groups(values: Sequence[float], k: int) -> list[float]:
    """Each value becomes the average of its group of at least k neighbours; the sum stays."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    groups = [order[start : start + k] for start in range(0, len(order), k)]
    if len(groups) > 1 and len(groups[-1]) < k:
        groups[-2:] = [groups[-2] + groups[-1]]
    result = [0.0] * len(values)
    for group in groups:
        average = sum(values[place] for place in group) / len(group)
        for place in group:
            result[place] = average
    return result


def takes_apart(counts: Mapping, some: set[str], k: int, sums: int = AND_SPREAD) -> bool:
    """Would a share of people over `some` of the answers split those hidden together into few?"""
    on_scale = all(isinstance(answer, int) for answer in counts)
    hidden = hidden_levels(counts, k, sums) if on_scale else hidden_options(counts, k)
    halves = [
        sum(counts[each] for each in hidden if (str(each) in some) is side)
        for side in (True, False)
    ]
    return any(is_small(people, k) for people in halves)
