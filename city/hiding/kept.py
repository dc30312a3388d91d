"""Counts of people on pages that anybody can read every day: kept, and told anew once a night.

Counted at the moment it is read, a page tells whoever reads it twice that one person came, and what
they said. So the clock decides what a page tells: the counts of a night, in the finest detail in
which nobody or at least k people stand in each part, and in which each part is as large as at every
earlier telling, or at least k people larger or smaller. Else the page goes on telling the earlier
counts, with the day they were true.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from city.hiding.groups import is_open

Part = tuple[str, ...]  # names that are counted together: ("no", "unsure")
Detail = Sequence[Part]  # every name stands in one part


@dataclass(frozen=True)
class Kept:
    """What was told at one time."""

    parts: Mapping[Part, int]
    at: datetime

    def count(self, *names: str) -> int | None:
        """How many these are together; None where it was not told."""
        inside = [part for part in self.parts if set(part) <= set(names)]
        if {name for part in inside for name in part} != set(names):
            return None
        return sum(self.parts[part] for part in inside)


def told_anew(
    counts: Mapping[str, int], details: Sequence[Detail], before: Sequence[Kept], k: int
) -> dict[Part, int] | None:
    """The counts to be told; None where the earlier ones stay."""
    last = before[-1].parts if before else {}
    for detail in details:
        now = {part: sum(counts[name] for name in part) for part in detail}
        if len(now) < len(last) or now == last:
            return None  # what was told in more detail stays; and so does what is the same
        if all(is_open(n, k) for n in now.values()) and _may_follow(now, before, k):
            return now
    return None


def _may_follow(now: Mapping[Part, int], before: Iterable[Kept], k: int) -> bool:
    return all(is_open(change, k) for then in before for change in _changes(now, then))


def _changes(now: Mapping[Part, int], then: Kept) -> Iterable[int]:
    """In the parts that both tell: those of the coarser one."""
    new = Kept(now, then.at)
    coarser = min(now, then.parts, key=len)
    return [(new.count(*part) or 0) - (then.count(*part) or 0) for part in coarser]
