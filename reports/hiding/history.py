"""What figures told of the same people at other times, earlier and later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from city.hiding.groups import Parts, are_open
from city.hiding.over_time import Telling
from reports.figures import BY_KEY, Definition
from reports.models import ShownGroups

EVERYBODY = ""


def same_people(d: Definition) -> list[str]:
    """The figures that count the same people as this one, and this one."""
    name = d.people_of or d.key
    return [
        each.key for each in BY_KEY.values() if each.people and name == (each.people_of or each.key)
    ]


@dataclass(frozen=True)
class History:
    others: list[ShownGroups]  # at other times
    decided: dict[str, set[str]]  # at this time, of each cut the groups told anew
    is_kept: bool  # of this figure at this time
    earlier: list[ShownGroups]  # of this figure, latest first
    earlier_of_all: list[ShownGroups]  # of the same people, latest first

    @classmethod
    def of(cls, d: Definition, as_of: datetime) -> "History":
        rows = [
            row for row in ShownGroups.objects.filter(key__in=same_people(d)).order_by("as_of", "pk")
            if _has_parts(row, len(d.people))
        ]  # fmt: skip
        now = [row for row in rows if row.as_of == as_of]
        return cls(
            others=[row for row in rows if row.as_of != as_of],
            decided={row.cut: set(row.shown) for row in now},
            is_kept=any(row.key == d.key for row in now),
            earlier=[row for row in reversed(rows) if row.key == d.key and row.as_of < as_of],
            earlier_of_all=[row for row in reversed(rows) if row.as_of < as_of],
        )

    def wholes(self) -> list[Parts]:
        """Every number of people in all that was ever told."""
        return [parts for telling in self.tellings(EVERYBODY) for parts in telling.counted.values()]

    def tellings(self, cut: str) -> list[Telling[str]]:
        """Of each time at which anything could be known of this cut; the same only once."""
        whole_told = {row.as_of for row in self.others if row.cut == EVERYBODY and row.shown}
        told: list[Telling[str]] = []
        for row in self.others:
            if row.cut == cut and row.as_of in whole_told:
                telling = Telling(_parts(row), frozenset(row.shown))
                if not told or telling != told[-1]:
                    told.append(telling)
        return told

    def told_of_the_same(self, cut: str, groups: dict[str, Parts]) -> set[str] | None:
        """What was told last, where since then nobody came or went: telling it again tells nothing,
        and what is told then does not depend on how often it was asked."""
        for row in self.earlier_of_all:
            if row.cut == cut:
                return set(row.shown) if _parts(row) == groups else None
        return None

    def told_before(self, group: str, k: int) -> dict[str, Any] | None:
        """The row as it was told last, with its time."""
        for row in self.earlier:
            if group in row.shown:
                if not are_open(tuple(row.counted[group]), k):
                    return None  # told when smaller groups could be
                said = row.shown[group]
                return {**said, "extra": {**said["extra"], "as_of": row.as_of.isoformat()}}
        return None


def _parts(row: ShownGroups) -> dict[str, Parts]:
    return {group: tuple(parts) for group, parts in row.counted.items()}


def _has_parts(row: ShownGroups, number: int) -> bool:
    """An earlier version of the programme may have counted the same people in other parts."""
    return all(len(parts) == number for parts in row.counted.values())
