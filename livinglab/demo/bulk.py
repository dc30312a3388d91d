"""Puts very many rows into a table at once, as they are: COPY on PostgreSQL, else executemany."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models

NULL = "\\N"


def insert_many(model: type[models.Model], parts: Iterable[dict[str, list]]) -> None:
    """Columns of plain values, part by part; what a part does not name gets its default."""
    for part in parts:
        size = len(next(iter(part.values())))
        defaults = {
            field.column: [_plain(field)] * size
            for field in model._meta.concrete_fields
            if field.column not in part and not (field.primary_key or field.generated)
        }
        columns = {**part, **defaults}
        rows = zip(*columns.values(), strict=True)
        (_copy if connection.vendor == "postgresql" else _execute)(model, list(columns), rows)
    if connection.vendor == "postgresql":
        _move_sequence(model)


@contextmanager
def without_indexes(model: type[models.Model], tell: Callable[[str], None]) -> Iterator[None]:
    """On SQLite an index is far quicker built at the end than kept up row by row."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
            [model._meta.db_table],
        )
        indexes = cursor.fetchall()
        for name, _sql in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    tell("building indexes")
    with connection.cursor() as cursor:
        for _name, sql in indexes:
            cursor.execute(sql)


def _plain(field: models.Field):
    value = field.get_db_prep_save(field.get_default(), connection)
    return int(value) if isinstance(value, bool) else value


def _execute(model: type[models.Model], columns: list[str], rows: Iterable[tuple]) -> None:
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})',  # noqa: S608
            rows,
        )


def _copy(model: type[models.Model], columns: list[str], rows: Iterable[tuple]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    lines = "".join(
        "\t".join([NULL if value is None else str(value) for value in row]) + "\n" for row in rows
    )
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(lines)


def _move_sequence(model: type[models.Model]) -> None:
    """Keys that COPY brought along are taken; the next one is behind them."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{key}'), "  # noqa: S608
            f'(SELECT max("{key}") FROM "{table}"))'
        )
