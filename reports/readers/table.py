"""The table that was asked for, from `values_of` alone: nothing is counted, added or divided here."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from city.digest import digest_of
from city.words import Words
from reports.compute import values_of
from reports.extract.scope import Scope
from reports.figures import Definition
from reports.figures.dimensions import NAMES
from reports.labels import labels_now
from reports.make.scope_of import is_narrowed
from reports.models import Run
from reports.readers.asked import FIGURES, Asked
from reports.show import plain_number, shown

Row = dict[str, Any]
Found = dict[tuple[str, str], Row]  # (figure, code of the row; "" for the whole city) → value
KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Cell:
    shown: str
    value: Any
    n: int | None
    hidden: bool


@dataclass
class Head:
    name: str
    unit: str
    note: str = ""


@dataclass
class Line:
    name: str
    cells: list[Cell]
    is_whole: bool = False


@dataclass
class Table:
    title: str
    of: str  # what the rows are
    heads: list[Head]
    figures: list[Definition]  # of each column
    unit: str = ""  # where all columns have the same
    lines: list[Line] = field(default_factory=list)


def tables_of(run: Run, asked: Asked) -> list[Table]:
    """Several figures beside each other, or a table for each with months or districts across."""
    keys = [d.key for d in asked.figures]
    if asked.columns == FIGURES:
        found = _found(run, asked.scope, keys)
        heads = [Head(str(d.name), str(d.unit), _from_the_beginning(d)) for d in asked.figures]
        columns = [(d, found) for d in asked.figures]
        return [_table(_("Figures"), asked, heads, columns)]
    parts = [(name, _found(run, scope, keys)) for name, scope in asked.parts()]
    parts.append((_("Total"), _found(run, asked.scope, keys)))
    return [
        _table(
            str(d.name), asked,
            [Head(name, str(d.unit)) for name, _found_there in parts],
            [(d, found) for _name, found in parts],
        )
        for d in asked.figures
    ]  # fmt: skip


def checksum(tables: list[Table]) -> str:
    """Over the values alone, which are the same in both languages."""
    return digest_of([[[[c.value, c.hidden] for c in l.cells] for l in t.lines] for t in tables])


def _found(run: Run, scope: Scope, keys: list[str]) -> Found:
    """By figure and cut. A table is looked at, then downloaded twice: it is computed once."""
    name = "table-" + digest_of([run.pk, scope.key, keys])
    rows: list[Row] = (
        cache.get_or_set(name, lambda: values_of(run, scope, keys), KEPT_SECONDS) or []
    )
    return {(row["key"], _code(row["cut"])): row for row in rows if len(row["cut"]) <= 1}


def _code(cut: dict[str, str]) -> str:
    return "=".join(next(iter(cut.items()))) if cut else ""


def _from_the_beginning(d: Definition) -> str:
    return "" if is_narrowed(d) else _("(whole city, from the beginning)")


def _table(title: str, asked: Asked, heads: list[Head], columns: list[tuple]) -> Table:
    of = str(NAMES[asked.rows]) if asked.rows else _("The whole city")
    table = Table(title, of, heads, figures=[d for d, _found in columns])
    if asked.columns != FIGURES:
        table.unit = heads[0].unit
    for code, name in _names(asked.rows, columns):
        cells = [_cell(d, found.get((d.key, code))) for d, found in columns]
        table.lines.append(Line(name, cells, is_whole=not code))
    return table


def _names(rows: str, columns: list[tuple]) -> list[tuple[str, str]]:
    """The whole city first, then every row of which a column says something, in the city's order."""
    there = {code for d, found in columns for key, code in found if key == d.key}
    whole = [("", _("The whole city"))] if "" in there else []
    if not rows:
        return whole
    known = labels_now().get(rows, {})
    codes = [f"{rows}={code}" for code in known]
    codes += sorted(code for code in there if code.startswith(f"{rows}=") and code not in codes)
    return whole + [
        (code, _name(rows, code.partition("=")[2], known)) for code in codes if code in there
    ]


def _name(rows: str, code: str, known: dict[str, Any]) -> str:
    if rows == "month":
        return date_format(date.fromisoformat(f"{code}-01"), "YEAR_MONTH_FORMAT")
    label = known.get(code, code)
    return str(Words(label)) if isinstance(label, dict) else str(label)


def _cell(d: Definition, row: Row | None) -> Cell:
    if row is None:
        return Cell(shown(d.key, None), None, None, False)
    value = None if row["hidden"] else plain_number(row["value"])
    n = None if row["hidden"] else row["n"]
    return Cell(shown(d.key, row["value"], row["hidden"]), value, n, row["hidden"])
