"""How many rows a file of open data really holds, read back from the disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


def _count_parquet(path: Path) -> int:
    import pyarrow.parquet as pq

    return pq.read_metadata(path).num_rows


def _count_csv(path: Path) -> int:
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT count(*) FROM read_csv(?, header = true, all_varchar = true, delim = ',', "
            "quote = '\"', escape = '\"', sample_size = 1000)",
            [str(path)],
        ).fetchall()
    return found[0][0]


def _count_geojson(path: Path) -> int:
    with path.open("rb") as file:
        return sum(line.startswith(b'{"type":"Feature"') for line in file)


def _count_geopackage(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        (table,) = connection.execute("SELECT table_name FROM gpkg_contents").fetchone()
        return connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608


COUNT: dict[str, Callable[[Path], int]] = {
    ".parquet": _count_parquet, ".csv": _count_csv, ".geojson": _count_geojson,
    ".gpkg": _count_geopackage,
}  # fmt: skip
