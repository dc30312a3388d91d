"""Hides small groups of people, and enough others that subtraction brings none of them back."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

Parts = tuple[int, ...]


def is_small(count: int, k: int) -> bool:
    return 0 < count < k


def is_open(count: int, k: int) -> bool:
    """Nobody, or at least k people; of a change: that many more or fewer."""
    return count == 0 or abs(count) >= k


def are_open(parts: Parts, k: int) -> bool:
    return all(is_open(part, k) for part in parts)


def with_enough[Group: Hashable](
    few: Iterable[Group], others: Iterable[Group], is_enough: Callable[[set[Group]], bool]
) -> set[Group] | None:
    """Complementary suppression: `few`, and as many of `others`, in their order, as it takes.

    None where all of them together are not enough.
    """
    hidden, waiting = set(few), list(others)
    while not is_enough(hidden):
        if not waiting:
            return None
        hidden.add(waiting.pop(0))
    return hidden


def hidden_groups[Group: Hashable](groups: Mapping[Group, Parts], k: int) -> set[Group] | None:
    """Which groups must stay hidden; None when their total must be hidden as well.

    `groups` cut one total of people, each into the same parts: ("yes", "not yes"), or just (n,).
    A part of 1 … k − 1 people is hidden with its whole group. What is left over when the shown
    groups are taken from the total is a group too, and must itself be large enough, so further
    groups are hidden, smallest first, until it is. Empty groups are shown as empty.
    """
    if not are_open(add_up(groups.values()), k):
        return None
    few = {group for group, parts in groups.items() if not are_open(parts, k)}
    return with_enough(
        few,
        (group for group in by_size(groups) if sum(groups[group]) and group not in few),
        lambda hidden: not hidden or hides_all([groups[group] for group in hidden], k),
    )


def by_size[Group: Hashable](groups: Mapping[Group, Parts]) -> list[Group]:
    return sorted(groups, key=lambda group: (sum(groups[group]), str(group)))


def add_up(many: Iterable[Parts]) -> Parts:
    return tuple(sum(parts) for parts in zip(*many, strict=True))


def hides_all(hidden: Sequence[Parts], k: int) -> bool:
    """Could each of these groups hold k people, for all that the sum of their parts says?

    Everybody knows that a hidden group is not empty: one person is taken by each of the others.
    Parts may overlap, so one of them alone must be large enough.
    """
    left = add_up(hidden)
    return len(hidden) > 1 and max(left) >= k + len(hidden) - 1 and are_open(left, k)
