"""DuckDB over the files of the extract: its limits, and the parts of a table as one view."""

from collections.abc import Iterable, Iterator
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


def files(paths: Iterable[str]) -> str:
    """Files under EXTRACT_ROOT, as DuckDB reads them."""
    root = Path(settings.EXTRACT_ROOT)
    return f"read_parquet([{', '.join(quoted(root / path) for path in paths)}])"


def quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def see(
    connection, view: str, paths: list[str], columns: tuple[Column, ...], where: str = "true"
) -> None:
    """The parts of a table under a name; without parts there are no rows."""
    if paths:
        rows = f"{files(paths)} WHERE {where}"
    else:
        rows = f"{view}_without_rows"
        show(connection, rows, [], columns)
    connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM {rows}")  # noqa: S608


def columns_of(table: str) -> tuple[Column, ...]:
    return next(each.columns for each in STORED if each.name == table)


def show(connection, view: str, rows: Iterable[tuple], columns: tuple[Column, ...]) -> None:
    """A few rows that are in no file."""
    import pyarrow as pa

    schema = schema_of(columns, {})
    named = [dict(zip(schema.names, row, strict=True)) for row in rows]
    connection.register(view, pa.Table.from_pylist(named, schema=schema))
