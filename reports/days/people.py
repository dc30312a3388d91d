"""Who takes part beside who lives here, from stored figures: shares, intervals, per 1,000."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from city.shares import Share, share
from city.templatetags.words import people_number
from city.words import Words
from reports.figures import BY_KEY
from reports.figures.dimensions import NAMES, SILENT

# Figures of people, and by what each tells them apart.
COMPARED = {"people_by_district": "district", "people_by_age": "age", "people_by_sex": "sex"}
SILENT_CODE = next(iter(SILENT))
# How far a share has to be from that of the residents before it is said in a sentence: the interval
# leaves it out, and it is at least a quarter more or less.
FAR = 1.25


@dataclass(frozen=True)
class Group:
    code: str
    label: str
    people: int | None  # hidden where it is a handful
    told: Share | None  # of those who said, with its interval
    residents: int | None
    residents_percent: float | None

    @property
    def reach(self) -> float:
        """How far to the right its drawing goes, in percent."""
        return max(self.told.high if self.told else 0, self.residents_percent or 0)

    @property
    def per_1000(self) -> float | None:
        return (
            None
            if self.people is None or not self.residents
            else 1000 * self.people / self.residents
        )

    @property
    def is_far(self) -> bool:
        """Clearly more or fewer than live here."""
        if self.told is None or not self.residents_percent:
            return False
        inside = self.told.low <= self.residents_percent <= self.told.high
        times = self.told.percent / self.residents_percent
        return not inside and not 1 / FAR < times < FAR


@dataclass(frozen=True)
class Compared:
    """One dimension: everybody who takes part, how many of them did not say, and the groups."""

    name: Any
    everybody: int | None
    said: int | None
    silent: int | None
    groups: list[Group]

    @property
    def has_residents(self) -> bool:
        return any(group.residents for group in self.groups)

    @property
    def widest(self) -> float:
        """What the whole width of the drawings stands for: ten percent steps, so that they compare."""
        return max(10 * ceil(max((group.reach for group in self.groups), default=0) / 10), 10)


def compare(
    name: Any, rows: Sequence[dict[str, Any]], labels: dict[str, Any], everybody: int | None
) -> Compared:
    """`rows` are stored values of one people_by_… figure, each with one group in its cut."""
    by_code = {next(iter(row["cut"].values())): row for row in rows}
    quiet = by_code.pop(SILENT_CODE, None)
    silent = 0 if quiet is None else number_of(quiet)
    said = _said_something(list(by_code.values()), everybody, silent)
    living = sum(row["extra"].get("residents", 0) for row in by_code.values())
    # Residents of a group that is hidden are not told with it; then no share of residents is right.
    living = 0 if any(row["hidden"] for row in by_code.values()) else living
    order = [code for code in labels if code in by_code]
    return Compared(
        name, everybody, said, silent,
        [_group(code, labels[code], by_code[code], said, living) for code in order],
    )  # fmt: skip


def compare_all(rows: Sequence[dict[str, Any]], labels: dict[str, Any]) -> dict[str, Compared]:
    """Each dimension, from any stored or frozen values among which those of people are."""
    whole = [row for row in rows if row["key"] == "people_taking_part"]
    everybody = number_of(whole[0]) if whole else None
    return {
        key: compare(
            NAMES[dimension],
            [row for row in rows if row["key"] == key],
            labels[dimension],
            everybody,
        )
        for key, dimension in COMPARED.items()
    }


def _said_something(
    rows: list[dict[str, Any]], everybody: int | None, silent: int | None
) -> int | None:
    """The sum of the groups; where one is hidden, what those who did not say leave of everybody."""
    numbers = [number_of(row) for row in rows]
    if numbers and None not in numbers:
        return sum(number or 0 for number in numbers)
    return None if everybody is None or silent is None else everybody - silent


def number_of(row: dict[str, Any]) -> int | None:
    """Of a stored value of people; None where it is hidden."""
    return None if row["hidden"] or row["value"] is None else int(row["value"])


def _group(code: str, label: Any, row: dict[str, Any], said: int | None, living: int) -> Group:
    people, residents = number_of(row), row["extra"].get("residents") or None
    return Group(
        code=code, label=str(label), people=people,
        told=share(people, said) if said and people is not None else None,
        residents=residents,
        residents_percent=100 * residents / living if residents and living else None,
    )  # fmt: skip


# ── In a sentence ────────────────────────────────────────────────────────────────────────────


def say_who(dimensions: Iterable[Compared]) -> str:
    """Who takes part compared with who lives here, and that nobody drew them at random."""
    known = [each for each in dimensions if each.has_residents and each.said]
    told = [_not_random(), *(_said(each) for each in known[:1] if each.silent is not None)]
    return " ".join([*told, *_how_far(known)])


def say_frozen(frozen: dict[str, Any]) -> str:
    """The same of a report, from what it froze; nothing where it speaks of no people."""
    rows = [*frozen["figures"], *frozen["cuts"]]
    if not any(BY_KEY[row["key"]].speaks_for_residents for row in rows if row["key"] in BY_KEY):
        return ""
    labels = {
        name: {code: Words(label) for code, label in frozen["labels"].get(name, {}).items()}
        for name in COMPARED.values()
    }
    return say_who(compare_all(rows, labels).values())


def say_answered(who: Iterable[dict[str, Any]]) -> str:
    """Of a survey: who answered (surveys/figures/tables.py) compared with who lives here."""
    known = [_of_survey(each["lines"]) for each in who if each["has_population"]]
    if not known:
        return " ".join([_not_random(), _("Whom they stand for is not known: it was not asked.")])
    return " ".join([_not_random(), *_how_far(known)])


def _of_survey(lines: list[dict[str, Any]]) -> Compared:
    people = sum(line["people"] for line in lines)
    groups = [
        Group(
            code=line["group"], label=line["label"], people=line["people"],
            told=share(line["people"], people), residents=line["population"] or None,
            residents_percent=line["population_percent"],
        )
        for line in lines
    ]  # fmt: skip
    return Compared("", people, people, 0, groups)


def _how_far(known: list[Compared]) -> list[str]:
    told = []
    far = [group for each in known for group in each.groups if group.is_far]
    few = sorted((g for g in far if _times(g) < 1), key=_times)[:3]
    many = sorted((g for g in far if _times(g) > 1), key=_times, reverse=True)[:3]
    if many:
        told.append(
            _("More of them than of the residents are: %(groups)s.") % {"groups": _listed(many)}
        )
    if few:
        told.append(
            _("Fewer of them than of the residents are: %(groups)s.") % {"groups": _listed(few)}
        )
    if known and not far:
        told.append(_("By what they told, they differ little from the residents."))
    return told


def _not_random() -> str:
    return _("These are people who came by themselves, not a random sample of the residents.")


def _said(each: Compared) -> str:
    return _("Of %(everybody)s who take part, %(said)s told their %(what)s and %(silent)s did not.") % {
        "everybody": people_number(each.everybody), "said": people_number(each.said),
        "silent": people_number(each.silent), "what": str(each.name).lower(),
    }  # fmt: skip


def _times(group: Group) -> float:
    percent = group.told.percent if group.told else 0
    return percent / (group.residents_percent or 1)


def _listed(groups: list[Group]) -> str:
    return ", ".join(
        _("%(group)s (%(percent)s%%, residents %(residents)s%%)")
        % {
            "group": group.label,
            "percent": round(group.told.percent) if group.told else "",
            "residents": round(group.residents_percent or 0),
        }
        for group in groups
    )
