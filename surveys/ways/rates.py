"""How many of those asked answered, and who came back for the next wave; pure functions of rows."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from city.shares import Share, share


class Asked(NamedTuple):
    """One panelist invited to one wave."""

    wave: Hashable
    has_opened: bool
    has_answered: bool
    who: Mapping[str, str] = {}  # {"sex": "f", "age_band": "30-39", "district": "4115051000"}


class Reached(NamedTuple):
    """Of those invited: how many opened their link, how many answered (by whatever way)."""

    invited: int
    opened: int
    answered: int

    @property
    def silent(self) -> int:
        return self.invited - self.answered

    @property
    def rate(self) -> Share | None:
        return share(self.answered, self.invited)

    def may_be_told(self, k: int) -> bool:
        """Neither those who answered nor those who did not are so few that one could find them."""
        return self.invited >= k and all(
            part == 0 or part >= k for part in (self.answered, self.silent)
        )


class Kept(NamedTuple):
    """One wave of a panel, seen from the waves before it."""

    wave: Hashable
    answered: int
    new: int  # for the first time
    again: int  # answered an earlier wave too
    lost: int  # answered the wave before and not this one
    since_first: Share | None  # of those who answered the first wave


def reached(asked: Iterable[Asked]) -> Reached:
    rows = list(asked)
    return Reached(
        invited=len(rows),
        opened=sum(row.has_opened or row.has_answered for row in rows),
        answered=sum(row.has_answered for row in rows),
    )


def reached_by_wave(asked: Iterable[Asked]) -> dict[Hashable, Reached]:
    return {wave: reached(rows) for wave, rows in _grouped(asked, lambda row: row.wave).items()}


def reached_by(asked: Iterable[Asked], name: str) -> dict[str, Reached]:
    """By what people are; an empty name gathers those who did not say."""
    groups = _grouped(asked, lambda row: row.who.get(name) or "")
    return {value: reached(groups[value]) for value in sorted(groups)}


def large_enough(
    groups: Mapping[str, Reached], k: int
) -> tuple[dict[str, Reached], Reached | None]:
    """Groups of at least k invited, and all smaller ones together; where those are fewer than k,
    the next larger group joins them, so that nobody is found by subtraction."""
    by_size = sorted(groups, key=lambda name: (groups[name].invited, name))
    rest: list[str] = []
    while by_size and (
        groups[by_size[0]].invited < k or 0 < sum(groups[name].invited for name in rest) < k
    ):
        rest.append(by_size.pop(0))
    shown = {name: groups[name] for name in groups if name not in rest}
    if not rest:
        return shown, None
    return shown, Reached(*map(sum, zip(*(groups[name] for name in rest), strict=True)))


def times_answered(answered: Mapping[Hashable, set[str]]) -> dict[int, int]:
    """How many codes answered one wave, two waves …; `answered` holds the codes of each wave."""
    times = Counter(code for codes in answered.values() for code in codes)
    counts = Counter(times.values())
    return {number: counts[number] for number in range(1, max(counts, default=0) + 1)}


def attrition(waves: Sequence[Hashable], answered: Mapping[Hashable, set[str]]) -> list[Kept]:
    """Wave after wave, in the order of `waves`: who came back and who was lost."""
    result: list[Kept] = []
    seen: set[str] = set()
    before: set[str] = set()
    first = answered.get(waves[0], set()) if waves else set()
    for wave in waves:
        now = answered.get(wave, set())
        result.append(
            Kept(
                wave=wave,
                answered=len(now),
                new=len(now - seen),
                again=len(now & seen),
                lost=len(before - now),
                since_first=share(len(now & first), len(first)),
            )
        )
        seen, before = seen | now, now
    return result


def _grouped(asked: Iterable[Asked], key) -> dict:
    groups: dict = {}
    for row in asked:
        groups.setdefault(key(row), []).append(row)
    return groups
