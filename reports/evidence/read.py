"""A pack's data in the reader's language: the same for its page, its PDF, its HWPX and its sheets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from city.templatetags.words import after_number, people_number
from city.words import Words
from reports.models import Indicator

Data = Mapping[str, Any]
NOTHING = "–"
SHORT = 24  # letters


@dataclass
class FigureLine:
    name: str
    value: str
    unit: str
    n: int | None
    when: str
    definition: str = ""
    denominator: str = ""
    number: float | None = None
    part: str = ""

    @property
    def called(self) -> str:
        return f"{self.name} · {self.part}" if self.part else self.name

    @property
    def n_beside(self) -> str:
        """A count is its own n."""
        if self.n is None or self.n == self.number:
            return ""
        return number_format(self.n, force_grouping=True)


@dataclass
class Table:
    title: str
    heads: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    cells: list[list[Any]] = field(default_factory=list)  # for files: numbers as numbers
    source: str = ""
    figures: list[FigureLine] = field(default_factory=list)

    @property
    def of_one(self) -> FigureLine | None:
        """The figure, where all lines are parts of the same: then it is explained once, above."""
        keys = {(line.name, line.definition) for line in self.figures}
        return self.figures[0] if len(keys) == 1 and len(self.figures) > 1 else None

    @property
    def when(self) -> str:
        """Said once where it holds for every line."""
        told = {line.when for line in self.figures}
        return told.pop() if len(told) == 1 else ""

    @property
    def labelled(self) -> list[list[tuple[str, str, bool]]]:
        """Each cell with the head above it, for a phone, and whether it stays in one line."""
        return [
            [(head, cell, is_short(cell)) for head, cell in zip(self.heads, line, strict=True)]
            for line in self.lines
        ]


@dataclass
class Chapter:
    code: str
    title: str
    says: str
    tables: list[Table]


@dataclass
class Said:
    """One indicator."""

    area: str
    code: str
    wording: str
    facts: list[tuple[str, str]]
    table: Table
    years: list[list[str]]
    files: list[dict[str, Any]]


class Reader:
    def __init__(self, data: Data):
        self.data = data
        self.definitions = {one["key"]: one for one in data["definitions"]}

    def chapters(self) -> list[Chapter]:
        return [
            Chapter(
                one["code"],
                say(one["title"]),
                say(one["says"]),
                [self._table(t) for t in one["tables"]],
            )
            for one in self.data["chapters"]
        ]

    def indicators(self) -> list[Said]:
        return [self._indicator(one) for one in self.data["indicators"]]

    def defined(self) -> list[dict[str, str]]:
        said = ("name", "unit", "definition", "denominator")
        return [{name: say(one[name]) for name in said} for one in self.data["definitions"]]

    @property
    def as_of(self) -> str:
        at = timezone.localtime(datetime.fromisoformat(self.data["as_of"]))
        return date_format(at, "SHORT_DATETIME_FORMAT")

    @property
    def days(self) -> str:
        return f"{said_day(self.data['since'])}~{said_day(self.data['until'])}"

    def _table(self, one: Data) -> Table:
        if one["kind"] == "figures":
            return Table(say(one["title"]), figures=[self.figure(row) for row in one["rows"]])
        return Table(
            say(one["title"]),
            [say(head) for head in one["columns"]],
            [[text(cell) for cell in row] for row in one["rows"]],
            [[plain(cell) for cell in row] for row in one["rows"]],
            say(one["source"]),
        )

    def figure(self, row: Data) -> FigureLine:
        definition = self.definitions.get(row["key"])
        if definition is None:
            gone = _("%(key)s: no longer counted") % {"key": row["key"]}
            return FigureLine(gone, NOTHING, "", None, "")
        part, name, unit = say(row["of"]), say(definition["name"]), say(definition["unit"])
        return FigureLine(
            name,
            self._shown(row, definition),
            unit,
            row["n"],
            self._when(row),
            say(definition["definition"]),
            say(definition["denominator"]),
            row["value"],
            part,
        )

    def _shown(self, row: Data, definition: Data) -> str:
        if row["hidden"]:
            return _("hidden")
        if row["value"] is None:
            return NOTHING
        value = said_number(row["value"], definition["decimals"])
        return f"{value}{after_number(say(definition['unit']))}"

    def _when(self, row: Data) -> str:
        if row["in_period"] and self.data["kind"] == "city":
            return self.days
        return _("whole city, from the beginning until %(date)s") % {"date": self.as_of}

    def _indicator(self, one: Data) -> Said:
        unit = say(one["unit"]) or self._unit_of_first(one)
        facts = [
            (_("Department that answers for it"), say(one["owner"])),
            (_("Target of %(year)s") % {"year": one["year"]}, self._target(one, unit)),
            (_("Value reached"), self._value(one, unit)),
            (_("Difference to the target"), self._difference(one, unit)),
            (_("What it shows"), say(one["text"])),
            (_("What is missing"), say(one["gap"]) or _("Nothing was written down as missing.")),
        ]
        return Said(
            say(one["area_label"]), one["code"], say(one["wording"]),
            [(name, said) for name, said in facts if said],
            Table(_("Figures"), figures=[self.figure(row) for row in one["figures"]]),
            [
                [str(row["year"]), with_unit(row["target"], unit), with_unit(row["reached"], unit), say(row["note"])]
                for row in one["targets"]
            ],
            one["files"],
        )  # fmt: skip

    def _unit_of_first(self, one: Data) -> str:
        first = one["figures"][0]["key"] if one["figures"] else ""
        return say(self.definitions[first]["unit"]) if first in self.definitions else ""

    def _target(self, one: Data, unit: str) -> str:
        if one["target"] is None:
            return _("no target was set")
        value = with_unit(one["target"], unit)
        if one["wanted"] == Indicator.Wanted.AT_LEAST:
            return _("at least %(value)s") % {"value": value}
        return _("at most %(value)s") % {"value": value}

    def _value(self, one: Data, unit: str) -> str:
        if one["value"] is None:
            return _("no value yet")
        if one["from"] == "typed":
            value = with_unit(one["value"], unit)
            return _("%(value)s, typed in by the city: %(note)s") % {
                "value": value,
                "note": say(one["note"]),
            }
        value = self.figure(one["figures"][0]).value  # as it stands below
        return _("%(value)s, the first figure below") % {"value": value}

    def _difference(self, one: Data, unit: str) -> str:
        if one["difference"] is None:
            return ""
        sign = "+" if one["difference"] > 0 else ""
        value = f"{sign}{with_unit(one['difference'], unit)}"
        said = _("target reached") if one["is_met"] else _("target not reached")
        return f"{value} ({said})"


def say(value: Any) -> str:
    return str(Words(value)) if isinstance(value, Mapping) else str(value or "")


def text(cell: Any) -> str:
    """How a cell is written for people."""
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, bool | int | float):
        return said_number(cell)
    return say(cell) or NOTHING


def plain(cell: Any) -> Any:
    return say(cell) if isinstance(cell, Mapping) else cell


def is_short(cell: str) -> bool:
    """A number with its unit, a day, some days: nothing that a line should break."""
    return len(cell) <= SHORT and any(letter.isdigit() for letter in cell)


def said_number(value: float, decimals: int | None = None) -> str:
    """Rounded as its definition says, or as it is kept."""
    if decimals == 0 or (decimals is None and float(value).is_integer()):
        return people_number(round(value))
    places = decimals if decimals is not None else 2
    return number_format(round(value, places), decimal_pos=places, force_grouping=True)


def with_unit(value: float | None, unit: str) -> str:
    return NOTHING if value is None else f"{said_number(value)}{after_number(unit)}"


def said_day(value: str) -> str:
    return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
