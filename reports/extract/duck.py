"""DuckDB over the files of the extract: its limits, and the parts of a table as one view."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.extract.columns import Column
from reports.extract.parts import schema_of
from reports.extract.tables import STORED


@contextmanager
def connect() -> Iterator[Any]:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '768MB'; SET threads = 2")
        connection.execute(f"SET TimeZone = '{settings.TIME_ZONE}'")
        yield connection


class Views:
    """A connection on which a view is made when it is first asked for.

    Making one opens its files, and a question asks for two or three of some fifty.
    """

    _NAME = re.compile(r"'[^']*'|(\w+)")  # what stands in quotes is a file or a value

    def __init__(self, connection):
        self._connection = connection
        self._offered: dict[str, Callable[[], str]] = {}

    def offer(self, name: str, select: Callable[[], str]) -> None:
        self._offered[name] = select

    def execute(self, sql: str, *values):
        self._make_for(sql)
        return self._connection.execute(sql, *values)

    def sql(self, sql: str):
        self._make_for(sql)
        return self._connection.sql(sql)

    def register(self, name: str, rows) -> None:
        self._connection.register(name, rows)

    def _make_for(self, sql: str) -> None:
        for name in self._NAME.findall(sql):
            if make := self._offered.pop(name, None):
                select = make()
                self._make_for(select)
                self._connection.execute(f"CREATE VIEW {name} AS {select}")


def files(paths: Iterable[str]) -> str:
    """Files under EXTRACT_ROOT, as DuckDB reads them."""
    root = Path(settings.EXTRACT_ROOT)
    return f"read_parquet([{', '.join(quoted(root / path) for path in paths)}])"


def quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def see(
    connection, view: str, paths: list[str], columns: tuple[Column, ...], where: str = "true"
) -> None:
    """The parts of a table under a name."""
    select = in_parts(connection, view, paths, columns, where)
    connection.execute(f"CREATE OR REPLACE VIEW {view} AS {select}")


def in_parts(
    connection, name: str, paths: list[str], columns: tuple[Column, ...], where: str = "true"
) -> str:
    """The rows of all parts; without parts there are none."""
    if paths:
        return f"SELECT * FROM {files(paths)} WHERE {where}"  # noqa: S608
    show(connection, f"{name}_without_rows", [], columns)
    return f"SELECT * FROM {name}_without_rows"  # noqa: S608


def columns_of(table: str) -> tuple[Column, ...]:
    return next(each.columns for each in STORED if each.name == table)


def show(connection, view: str, rows: Iterable[tuple], columns: tuple[Column, ...]) -> None:
    """A few rows that are in no file."""
    import pyarrow as pa

    schema = schema_of(columns, {})
    named = [dict(zip(schema.names, row, strict=True)) for row in rows]
    connection.register(view, pa.Table.from_pylist(named, schema=schema))
