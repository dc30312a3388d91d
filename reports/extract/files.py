"""Writes what anybody may know at a time into Parquet files, away from residents' traffic.

Figures are computed from these files and the open data is cut from them, so what is published
and what is downloaded cannot differ.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from city.models import City
from reports.extract import rows
from reports.extract.scope import Scope
from reports.extract.tables import DATE, FLAG, INT, NUMBER, TABLES, TEXT, TIME, Column, Table

ROWS_AT_ONCE = 20_000
EVERYTHING = Scope()
# What happened to proposals, without saying where they are or what they are about.
EVENTS = ("support_events", "decisions")
MANIFEST = "manifest.json"
DEMO_MARK = "시연용 demonstration"

Step = Callable[[int, int], None]


def no_step(done: int, of: int) -> None:
    """For callers who have nobody to show progress to."""


def folder_of(as_of: datetime) -> Path:
    return Path(settings.EXTRACT_ROOT) / f"{as_of.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"


def write_extract(*, as_of: datetime, step: Step = no_step) -> Path:
    """Writes all tables as of a time; the same time again returns the folder that is there.

    Written beside and renamed when whole, so that a killed worker leaves nothing half-made.
    """
    target = folder_of(as_of)
    if (target / MANIFEST).exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        mark = {"demonstration": DEMO_MARK} if City.objects.current().is_demo else {}
        counts = {}
        for number, table in enumerate(TABLES):
            step(number, len(TABLES))
            counts[table.name] = _write_table(
                fresh / f"{table.name}.parquet", table, as_of, mark, step
            )
        _write_manifest(fresh, as_of, counts, mark)
        # Of two workers with the same time the second finds the first one's files: equal anyway.
        with _first_wins(target):
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


@contextmanager
def _first_wins(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        if not (target / MANIFEST).exists():
            raise


def _write_table(path: Path, table: Table, as_of: datetime, mark: dict, step: Step) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(table.columns, mark)
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        source = rows.READ[table.name](as_of)
        while some := list(islice(source, ROWS_AT_ONCE)):
            columns = zip(*some, strict=True)
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(some)
            step(TABLES.index(table), len(TABLES))
    return count


def schema_of(columns: tuple[Column, ...], metadata: dict[str, str]):
    import pyarrow as pa

    types = {
        TEXT: pa.string(), INT: pa.int64(), NUMBER: pa.float64(), FLAG: pa.bool_(),
        TIME: pa.timestamp("us", tz=settings.TIME_ZONE), DATE: pa.date32(),
    }  # fmt: skip
    fields = [pa.field(column.name, types[column.kind]) for column in columns]
    return pa.schema(fields, metadata=metadata or None)


def _write_manifest(folder: Path, as_of: datetime, counts: dict[str, int], mark: dict) -> None:
    files = {
        name: {"rows": counts[name], "sha256": file_digest(folder / f"{name}.parquet")}
        for name in sorted(counts)
    }
    manifest: dict[str, Any] = {"as_of": as_of.astimezone(UTC).isoformat(), "tables": files, **mark}
    listing = json.dumps(files, sort_keys=True).encode()
    manifest["digest"] = hashlib.sha256(listing).hexdigest()
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
    with path.open("rb") as file:
        os.fsync(file.fileno())


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(folder: Path) -> str:
    return json.loads((folder / MANIFEST).read_text())["digest"]


@contextmanager
def open_extract(folder: Path, scope: Scope = EVERYTHING):
    """A DuckDB connection with every table of the extract, narrowed to what is asked about.

    `proposals` holds the rows of the scope, `every_proposals` all of them; so with each table.
    Events know the category, district and call of their proposal, and those of hidden proposals
    are left out.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '768MB'; SET threads = 2")
        connection.execute(f"SET TimeZone = '{settings.TIME_ZONE}'")
        for table in TABLES:
            path = str(folder / f"{table.name}.parquet").replace("'", "''")
            rows = f"SELECT * FROM read_parquet('{path}')"  # noqa: S608
            if table.name in EVENTS:
                rows = (
                    f'SELECT e.*, p.category, p.district, p."call" FROM ({rows}) e '  # noqa: S608
                    "JOIN every_proposals p ON p.id = e.proposal"
                )
            connection.execute(f"CREATE VIEW every_{table.name} AS {rows}")
        for table in TABLES:
            asked = scope.condition(table.name) or "true"
            connection.execute(
                f"CREATE VIEW {table.name} AS SELECT * FROM every_{table.name} WHERE {asked}"  # noqa: S608
            )
        yield connection
