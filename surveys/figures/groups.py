"""Which groups of people and which answers are told together, so that no figure is about a few.

Pure: counts in, counts out. The rule: in every group that is told, every answer that is told was given
by nobody or by at least k people. Groups are put together with their neighbours, the same ones for
every question; answers with too few people in some group are put together with others. What is told
is then exact and whole, so that nothing is left to subtract.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from city.hiding.groups import is_small

Counts = Mapping[Any, int]
# On a scale neighbouring levels are put together: all told, or low, middle and high, or two halves.
CUTS = (
    ((1,), (2,), (3,), (4,), (5,)),
    ((1, 2), (3,), (4, 5)),
    ((1, 2), (3, 4, 5)),
    ((1, 2, 3), (4, 5)),
)


def partitions(sizes: Sequence[int], k: int) -> Iterator[list[list[int]]]:
    """Ways to put neighbours together until each group has k people, 2k, 4k … and two are left.

    A group is the list of the places that were put together; places without anybody go along.
    """
    least = max(k, 1)
    seen = None
    while (groups := put_together(sizes, least)) and len(groups) > 1:
        if groups != seen:
            yield groups
        seen, least = groups, least * 2


def put_together(sizes: Sequence[int], least: int) -> list[list[int]]:
    """From the first on; what is left over at the end joins the last group."""
    groups: list[list[int]] = []
    waiting: list[int] = []
    people = 0
    for place, size in enumerate(sizes):
        waiting.append(place)
        people += size
        if people >= least:
            groups.append(waiting)
            waiting, people = [], 0
    if groups:
        groups[-1] += waiting
    return groups


def add_up(counts: Sequence[Counts], groups: Sequence[Sequence[int]]) -> list[dict[Any, int]]:
    return [
        {
            answer: sum(counts[place].get(answer, 0) for place in group)
            for answer in {answer for place in group for answer in counts[place]}
        }
        for group in groups
    ]


def told_together(
    counts: Sequence[Counts], answers: Sequence[Any], hidden: set, k: int
) -> list[tuple] | None:
    """The answers that can be told in these groups, some of them together; None: not at all.

    `hidden` are those that are hidden for everybody already: they stay together.
    """
    kept = list(answers)
    pool = [answer for answer in answers if answer in hidden or _is_small(counts, (answer,), k)]
    rest = sorted(
        (answer for answer in answers if answer not in pool),
        key=lambda answer: sum(each.get(answer, 0) for each in counts),
    )
    while pool and (len(pool) < 2 or _is_small(counts, pool, k)):
        if not rest:
            return None
        pool.append(rest.pop(0))
    alone = [(answer,) for answer in kept if answer not in pool]
    told = [*alone, *([tuple(each for each in kept if each in pool)] if pool else [])]
    return told if len(told) > 1 else None


def told_levels(counts: Sequence[Counts], hidden: set, k: int) -> list[tuple] | None:
    for cut in CUTS:
        holds_hidden = not hidden or any(hidden <= set(levels) for levels in cut)
        splits_hidden = bool(hidden) and len(cut) == len(CUTS[0])
        if holds_hidden and not splits_hidden and not any(_is_small(counts, c, k) for c in cut):
            return list(cut)
    return None


def _is_small(counts: Sequence[Counts], answers: Sequence[Any], k: int) -> bool:
    return any(is_small(sum(each.get(answer, 0) for answer in answers), k) for each in counts)
