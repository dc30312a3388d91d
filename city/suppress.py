"""The groups of people that may be shown, and all others together."""

from collections.abc import Hashable, Mapping

from city.hiding.groups import Parts, add_up, hidden_groups

__all__ = ["hidden_groups", "open_groups"]


def open_groups[Group: Hashable](
    groups: Mapping[Group, Parts], smallest: int
) -> dict[Group | None, Parts]:
    """The groups that may be shown, and under None all hidden ones together."""
    hidden = hidden_groups(groups, smallest)
    if hidden is None:
        return {}
    shown: dict[Group | None, Parts] = {g: p for g, p in groups.items() if g not in hidden}
    if hidden:
        shown[None] = add_up(groups[group] for group in hidden)
    return shown
