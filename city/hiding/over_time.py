"""Which groups of people may be told anew, so that what changed since earlier tells of no few.

What is not told anew keeps the count that was told before, with the time it was true. Any two counts
of a group that are ever told are equal or at least k apart, and so are any two of what is left when
the groups told are taken from the whole.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from city.hiding.groups import Parts, add_up, are_open, by_size, hides_all, with_enough


@dataclass(frozen=True)
class Telling[Group: Hashable]:
    """One time at which it was known how many people there were in all: how many were in each
    group, and which groups were told. A group that is not counted did not exist, nobody was in it."""

    counted: Mapping[Group, Parts]
    told: AbstractSet[Group]

    @cached_property
    def untold(self) -> AbstractSet[Group]:
        return self.counted.keys() - self.told


def may_tell_whole(now: Parts, before: Iterable[Parts], k: int) -> bool:
    """`before`: how many there were in all, each time it was told. Where this says no, no group may
    be told anew either."""
    return are_open(now, k) and all(are_open(_change(then, now), k) for then in before)


def told_anew[Group: Hashable](
    now: Mapping[Group, Parts],
    hidden: AbstractSet[Group],
    before: Sequence[Telling[Group]],
    k: int,
) -> set[Group]:
    """The groups whose count of now may be told; `hidden` are those that are too small by themselves.

    Groups that were not told last time are kept back first: a pattern that stays tells least.
    """
    last = before[-1].untold if before else set()
    order = sorted(by_size(now), key=lambda group: group not in last)
    few = {
        group for group in now
        if group in hidden or not _may_follow(group, now[group], before, k)
    }  # fmt: skip

    def is_safe(untold: AbstractSet[Group]) -> bool:
        return _is_safe(Telling(now, now.keys() - untold), before, k)

    untold = with_enough(few, [group for group in order if group not in few], is_safe)
    if untold is None:
        return set()
    for group in [group for group in reversed(order) if group in untold - few]:
        if is_safe(untold - {group}):  # what was kept back on the way and is not needed
            untold.discard(group)
    return set(now.keys() - untold)


def _may_follow[Group: Hashable](
    group: Group, parts: Parts, before: Sequence[Telling[Group]], k: int
) -> bool:
    told = {then.counted[group] for then in before if group in then.told}
    return all(are_open(_change(then, parts), k) for then in told)


def _is_safe[Group: Hashable](
    now: Telling[Group], before: Sequence[Telling[Group]], k: int
) -> bool:
    rest = [now.counted[group] for group in now.untold if sum(now.counted[group])]
    if rest and not hides_all(rest, k):
        return False
    return all(are_open(change, k) for then in before for change in _changes_left(then, now))


def _changes_left[Group: Hashable](one: Telling[Group], other: Telling[Group]) -> Iterator[Parts]:
    """What two tellings let somebody work out besides the groups told by both, and all together.

    Of each it is known how many people are in every group told, and in all the others together;
    so known of both is what can be put together from either.
    """
    left = [one.untold, other.untold]
    if not one.untold.isdisjoint(other.untold):
        left = [one.untold | other.untold]
    for groups in left:
        if groups and not groups >= one.counted.keys() | other.counted.keys():
            yield _change(_sum_of(one, groups), _sum_of(other, groups))


def _sum_of[Group: Hashable](telling: Telling[Group], groups: Iterable[Group]) -> Parts:
    """Empty where none of the groups existed yet."""
    return add_up(telling.counted[group] for group in groups if group in telling.counted)


def _change(then: Parts, now: Parts) -> Parts:
    nobody = (0,) * max(len(then), len(now))
    return tuple(b - a for a, b in zip(then or nobody, now or nobody, strict=True))
