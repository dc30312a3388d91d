"""Which numbers would show what a handful of people answered, and must be hidden with others."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations


def is_small(count: int, k: int) -> bool:
    return 0 < count < k


def hidden_options[T: Hashable](counts: Mapping[T, int], k: int) -> set[T]:
    """Options of a question with one answer each whose counts are not shown.

    The counts add up to a known total, so a small one never hides alone: options nobody chose hide
    with it (they look the same from outside), then the smallest others, until what hides is two
    options and k people at least.
    """
    return _hide(counts, k, lambda hidden: len(hidden) > 1)


def hidden_levels(counts: Mapping[int, int], k: int) -> set[int]:
    """The same for a scale, whose average is shown beside the counts.

    Total and average are two equations; levels hide until neither gives a small count away.
    """
    return _hide(counts, k, lambda hidden: not _pinned_down({n: counts[n] for n in hidden}, k))


def _hide[T: Hashable](
    counts: Mapping[T, int], k: int, is_enough: Callable[[set[T]], bool]
) -> set[T]:
    if not any(is_small(count, k) for count in counts.values()):
        return set()
    hidden = {option for option, count in counts.items() if count < k}
    for option in sorted(counts.keys() - hidden, key=lambda option: counts[option]):
        if sum(counts[each] for each in hidden) >= k and is_enough(hidden):
            break
        hidden.add(option)
    return hidden


def _pinned_down(hidden: Mapping[int, int], k: int) -> bool:
    """Could one of these small counts only be what it is, given their total and their average?

    Three levels a < b < c can trade places without changing either: c − b people at a and b − a
    people at c for c − a people at b, or the other way round.
    """
    loose: set[int] = set()
    for a, b, c in combinations(sorted(hidden), 3):
        low, middle, high = c - b, c - a, b - a
        if hidden[b] >= middle or (hidden[a] >= low and hidden[c] >= high):
            loose |= {a, b, c}
    return any(is_small(count, k) and level not in loose for level, count in hidden.items())


def average_is_safe(counts: Mapping[int, int], k: int) -> bool:
    """False where even with every level hidden total and average say how few answered what."""
    return not _pinned_down(counts, k)


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


def coarse_profiles(
    profiles: Iterable[Sequence[str]], k: int, hidden: str
) -> list[tuple[str, ...]]:
    """What people are, coarse enough that at least k share every combination.

    Columns that single out more than a tenth of the people are hidden for everybody, the worst
    first; whoever is still in a small group has the whole profile hidden, together with enough
    others.
    """
    rows = [tuple(profile) for profile in profiles]
    width = len(rows[0]) if rows else 0
    shown = set(range(width))
    while shown and _alone(rows, shown, k) > len(rows) / 10:
        shown.remove(min(sorted(shown), key=lambda column: _alone(rows, shown - {column}, k)))
    rows = [_mask(row, shown, hidden) for row in rows]
    groups = Counter(rows)
    small = {row for row, people in groups.items() if people < k}
    for row, _people in sorted(groups.items(), key=lambda group: (group[1], group[0])):
        if not small or sum(groups[each] for each in small) >= k:
            break
        small.add(row)
    return [(hidden,) * width if row in small else row for row in rows]


def _alone(rows: list[tuple[str, ...]], shown: set[int], k: int) -> int:
    groups = Counter(_mask(row, shown, "") for row in rows)
    return sum(people for people in groups.values() if people < k)


def _mask(row: tuple[str, ...], shown: set[int], hidden: str) -> tuple[str, ...]:
    return tuple(value if column in shown else hidden for column, value in enumerate(row))
