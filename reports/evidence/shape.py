"""What the data of a pack is made of: chapters of tables, in plain JSON with words in both languages.

A cell is a number, nothing, a text of the city's, or words in both languages. Rows of a table of
figures are stored values of the registry; every other table says where its rows come from.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from city.words import Words, words
from reports.compute import values_of
from reports.extract.scope import Scope
from reports.figures import BY_KEY, cut_key
from reports.make.scope_of import is_narrowed
from reports.models import Run

Cell = str | int | float | Words | None
Row = dict[str, Any]
Table = dict[str, Any]
Chapter = dict[str, Any]
Labels = dict[str, dict[str, Any]]

TOO_FEW = words("가림", "hidden")


def chapter(code: str, title: Words, says: Words, *tables: Table | None) -> Chapter:
    """Tables without a row stay: that there was nothing is evidence too."""
    return {
        "code": code, "title": title, "says": says,
        "tables": [table for table in tables if table is not None],
    }  # fmt: skip


def figures(title: Words, rows: Iterable[Row]) -> Table:
    return {"kind": "figures", "title": title, "rows": list(rows)}


def table(
    title: Words, columns: Iterable[Words], rows: Iterable[Iterable[Cell]], source: Words
) -> Table:
    return {
        "kind": "rows", "title": title, "columns": list(columns),
        "rows": [list(row) for row in rows], "source": source,
    }  # fmt: skip


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def day_of(at) -> str:
    return day(timezone.localdate(at)) if at else ""


class Values:
    """The stored values of a period: counted once, then asked for by key and part."""

    def __init__(self, run: Run, scope: Scope, keys: Iterable[str], labels: Labels):
        self.labels = labels
        self.keys = [key for key in dict.fromkeys(keys) if key in BY_KEY]
        self._found: dict[tuple[str, str], Row] = {}
        for row in values_of(run, scope, self.keys):
            self._found[row["key"], cut_key(row["cut"])] = row

    def of(self, key: str, cut: dict[str, str] | None = None) -> Row:
        """One value as a row of a table; without one where there was nothing to count."""
        row = self._found.get((key, cut_key(cut or {})), {})
        return {
            "key": key, "cut": cut or {}, "of": self._label(cut or {}),
            "value": None if row.get("hidden") else row.get("value"),
            "n": None if row.get("hidden") else row.get("n"),
            "hidden": bool(row.get("hidden")),
            "in_period": key in BY_KEY and is_narrowed(BY_KEY[key]),
            "is_counted": key in BY_KEY,
        }  # fmt: skip

    def whole(self, *keys: str) -> list[Row]:
        """Of the whole city; a figure that the registry does not have any more is left out."""
        return [self.of(key) for key in keys if key in BY_KEY]

    def whole_and_by(self, key: str, dimension: str) -> list[Row]:
        return [*self.whole(key), *self.by(key, dimension)]

    def by(self, key: str, dimension: str) -> list[Row]:
        """Every part of which there is a value, in the order of the city's own lists."""
        there = {cut for found, cut in self._found if found == key}
        known = [f"{dimension}={code}" for code in self.labels.get(dimension, {})]
        rest = sorted(cut for cut in there if cut.startswith(f"{dimension}=") and cut not in known)
        return [
            self.of(key, {dimension: cut.partition("=")[2]})
            for cut in (*known, *rest)
            if cut in there
        ]

    def _label(self, cut: dict[str, str]) -> Words:
        for name, code in cut.items():
            return Words(self.labels.get(name, {}).get(code) or words(code, code))
        return Words()
