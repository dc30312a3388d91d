"""Parts of a table: rows that have not changed are read from the database once, and shared.

What costs is reading ten million rows from the database, not counting them. So a table that only
grows is kept in parts, and every extract after the first reads the parts in which something
happened: the last one, as a rule.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum

from reports.extract.columns import DATE, FLAG, INT, NUMBER, TEXT, TIME, Column

Rows = Iterator[tuple]
Tell = Callable[[], None]
FOLDER = "parts"  # under EXTRACT_ROOT
ROWS_AT_ONCE = 20_000
KEYS = 50_000  # so many keys are one part


@dataclass(frozen=True)
class Part:
    """Some rows of a table. Its name says which state they are in: the same name, the same rows."""

    name: str
    rows: Callable[[], Rows]


@dataclass(frozen=True)
class Kept:
    """A written part: where it lies under EXTRACT_ROOT, and what is in it."""

    path: str
    rows: int
    content: int  # adds up over parts: cut otherwise, the same rows have the same sum


def parts_by_key(
    rows: QuerySet, read: Callable[[int, int], Rows], also: dict[int, str]
) -> list[Part]:
    """Rows by ranges of their keys, each named after how many there are and the sum of their keys.

    Keys and not months, because imports and late verbs bring events of long ago. Counting finds
    also what was committed late, with a key that an earlier extract had passed already.
    """
    blocks = (
        rows.order_by()
        .annotate(block=F("pk") / KEYS)
        .values("block")
        .annotate(number=Count("pk"), total=Sum("pk"))
        .order_by("block")
    )
    return [
        Part(
            f"{row['block']}-{row['number']}-{row['total']}{also.get(row['block'], '')}",
            partial(read, row["block"] * KEYS, (row["block"] + 1) * KEYS),
        )
        for row in blocks
    ]


def keep(
    table: str, part: Part, columns: tuple[Column, ...], mark: dict[str, str], tell: Tell
) -> Kept:
    """The part's file, written when nobody has written it before."""
    for path in (Path(settings.EXTRACT_ROOT) / FOLDER / table).glob(f"{part.name}.*.parquet"):
        return kept_again(table, path.name)
    return place(table, part.name, lambda path: write_rows(path, part.rows(), columns, mark, tell))


def names_of(table: str) -> list[str]:
    folder = Path(settings.EXTRACT_ROOT) / FOLDER / table
    return sorted(path.name for path in folder.glob("*.parquet"))


def kept_again(table: str, name: str) -> Kept:
    """A file that is there; touched, so that nobody clears it away while it is wanted."""
    path = Path(settings.EXTRACT_ROOT) / FOLDER / table / name
    os.utime(path)
    return _kept(path)


def place(table: str, name: str, write: Callable[[Path], object]) -> Kept:
    """Writes a part and names it after what is in it."""
    folder = Path(settings.EXTRACT_ROOT) / FOLDER / table
    folder.mkdir(parents=True, exist_ok=True)
    with _beside(folder) as fresh:
        write(fresh)
        _sync(fresh)
        rows, content = content_of(fresh)
        path = folder / f"{name}.{rows}.{content}.parquet"
        fresh.rename(path)
    return _kept(path)


def whole(path: Path, write: Callable[[Path], object]) -> None:
    """Writes a file that stands there whole, or not at all, also where the disk fills up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path.parent) as fresh:
        write(fresh)
        _sync(fresh)
        fresh.rename(path)


def write_whole(path: Path, content: bytes) -> None:
    whole(path, lambda fresh: fresh.write_bytes(content))


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A file that is cleared away unless it is given a name."""
    with tempfile.TemporaryDirectory(prefix=".part-", dir=folder) as hidden:
        yield Path(hidden) / "rows.parquet"


def _sync(path: Path) -> None:
    """On the disk before it has its name: after a power cut a name must not stand for nothing."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _kept(path: Path) -> Kept:
    _name, rows, content, _suffix = path.name.rsplit(".", 3)
    return Kept(str(path.relative_to(settings.EXTRACT_ROOT)), int(rows), int(content))


def content_of(path: Path) -> tuple[int, int]:
    """How many rows, and a sum over their contents that does not ask in which order they stand."""
    import duckdb
    import pyarrow.parquet as pq

    if not pq.read_metadata(path).num_rows:
        return 0, 0  # a connection costs more than most tables of a small city
    with duckdb.connect() as connection:
        named = str(path).replace("'", "''")
        sql = f"SELECT count(*), coalesce(sum(hash(r)::HUGEINT), 0) FROM read_parquet('{named}') r"  # noqa: S608
        rows, content = connection.execute(sql).fetchone() or (0, 0)
    return rows, int(content)


def write_rows(
    path: Path, rows: Rows, columns: tuple[Column, ...], mark: dict[str, str], tell: Tell
) -> None:
    """Streams rows into one Parquet file; never more than one batch is in memory.

    After each batch it tells so: a worker that is silent for long is taken for dead.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(columns, mark)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(zip(*some, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            tell()


def schema_of(columns: tuple[Column, ...], metadata: dict[str, str]):
    import pyarrow as pa

    types = {
        TEXT: pa.string(), INT: pa.int64(), NUMBER: pa.float64(), FLAG: pa.bool_(),
        TIME: pa.timestamp("us", tz=settings.TIME_ZONE), DATE: pa.date32(),
    }  # fmt: skip
    fields = [pa.field(column.name, types[column.kind]) for column in columns]
    return pa.schema(fields, metadata=metadata or None)
