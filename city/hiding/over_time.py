"""Which groups of people may be told anew, so that what changed since earlier tells of no few.

What is not told anew keeps the count that was told before, with the time it was true. Any two counts
of a group that are ever told are equal or at least k apart, and so is every sum of groups that two
tellings let somebody work out.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from city.hiding.groups import Parts, add_up, are_open, by_size, hides_all, with_enough


@dataclass(frozen=True)
class Telling[Group: Hashable]:
    """One time: how many people were in each group, which groups were told, and whether the whole
    was known, told or public. A group that is not in `counted` did not exist: nobody was in it."""

    counted: Mapping[Group, Parts]
    told: AbstractSet[Group]
    whole: bool

    @property
    def untold(self) -> AbstractSet[Group]:
        return self.counted.keys() - self.told

    def sum_of(self, groups: Iterable[Group], nobody: Parts) -> Parts:
        return add_up([nobody, *(self.counted.get(group, nobody) for group in groups)])


def told_anew[Group: Hashable](
    now: Mapping[Group, Parts],
    hidden: AbstractSet[Group],
    before: Sequence[Telling[Group]],
    k: int,
    *,
    whole: bool,
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
        return _is_safe(Telling(now, now.keys() - untold, whole), before, k)

    untold = with_enough(few, [group for group in order if group not in few], is_safe)
    if untold is None:
        return set()
    for group in [group for group in reversed(order) if group in untold - few]:
        if is_safe(untold - {group}):  # what was kept back on the way and is not needed
            untold.discard(group)
    return set(now.keys() - untold)


def may_tell_whole(now: Parts, before: Iterable[Parts], k: int) -> bool:
    """`before`: every value of the whole that was ever known."""
    return are_open(now, k) and all(are_open(_change(then, now), k) for then in before)


def _may_follow[Group: Hashable](
    group: Group, parts: Parts, before: Sequence[Telling[Group]], k: int
) -> bool:
    told = {then.counted[group] for then in before if group in then.told}
    return all(are_open(_change(then, parts), k) for then in told)


def _is_safe[Group: Hashable](
    now: Telling[Group], before: Sequence[Telling[Group]], k: int
) -> bool:
    rest = [now.counted[group] for group in now.untold if sum(now.counted[group])]
    if now.whole and rest and not hides_all(rest, k):
        return False
    if now.counted and not now.whole and not now.untold:
        return False  # all groups together are the whole
    return all(are_open(change, k) for then in before for change in _changes(then, now))


def _changes[Group: Hashable](one: Telling[Group], other: Telling[Group]) -> Iterator[Parts]:
    """Every change that can be worked out from two tellings.

    Of each it is known how many people are in every group told and, where the whole is, in all the
    others together. Known of both is what can be put together from either.
    """
    groups = one.counted.keys() | other.counted.keys()
    if not groups:
        return
    nobody = (0,) * len(next(iter([*one.counted.values(), *other.counted.values()])))
    blocks = [({group}, True) for group in groups - one.untold - other.untold]
    if one.untold & other.untold:
        blocks.append((set(one.untold | other.untold), one.whole and other.whole))
    else:
        blocks += [(set(each.untold), each.whole) for each in (one, other) if each.untold]
    for block, is_known in blocks:
        if (
            is_known and block != groups
        ):  # all groups: the whole, which is public or was asked before
            yield _change(one.sum_of(block, nobody), other.sum_of(block, nobody))


def _change(then: Parts, now: Parts) -> Parts:
    return tuple(b - a for a, b in zip(then, now, strict=True))
