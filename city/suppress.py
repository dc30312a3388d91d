"""Hides small groups of people, and enough others that subtraction brings none of them back."""

from collections.abc import Hashable, Mapping

Parts = tuple[int, ...]


def hidden_groups[Group: Hashable](
    groups: Mapping[Group, Parts], smallest: int
) -> set[Group] | None:
    """Which groups must stay hidden; None when their total must be hidden as well.

    `groups` cut one total of people, each into the same parts: ("yes", "not yes"), or just (n,).
    A part of 1 … smallest − 1 people is hidden with its whole group. What is left over when the
    shown groups are taken from the total is a group too, and must itself be large enough, so
    further groups are hidden, smallest first, until it is. Empty groups are shown as empty.
    """
    if not all(_is_open(part, smallest) for part in _sum(groups.values())):
        return None
    filled = {group: parts for group, parts in groups.items() if sum(parts)}
    hidden = {
        group
        for group, parts in filled.items()
        if not all(_is_open(part, smallest) for part in parts)
    }
    others = sorted(filled.keys() - hidden, key=lambda group: (sum(filled[group]), str(group)))
    while hidden and not _is_safe([filled[group] for group in hidden], smallest):
        if not others:
            return None
        hidden.add(others.pop(0))
    return hidden


def open_groups[Group: Hashable](
    groups: Mapping[Group, Parts], smallest: int
) -> dict[Group | None, Parts]:
    """The groups that may be shown, and under None all hidden ones together."""
    hidden = hidden_groups(groups, smallest)
    if hidden is None:
        return {}
    shown: dict[Group | None, Parts] = {g: p for g, p in groups.items() if g not in hidden}
    if hidden:
        shown[None] = _sum(groups[group] for group in hidden)
    return shown


def _is_open(count: int, smallest: int) -> bool:
    return count == 0 or count >= smallest


def _sum(many) -> Parts:
    return tuple(sum(parts) for parts in zip(*many, strict=True))


def _is_safe(hidden: list[Parts], smallest: int) -> bool:
    """Everybody knows that a hidden group is not empty: as many people as groups gives them away."""
    left = _sum(hidden)
    return (
        len(hidden) > 1
        and sum(left) > len(hidden)
        and all(_is_open(part, smallest) for part in left)
    )
