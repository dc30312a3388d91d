"""Writes one table of open data in all its formats: GeoParquet first, the others read from it.

DuckDB and GDAL carry the rows, so that memory does not grow with their number. What was written
is counted again from the file and must be what the extract holds.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from city.models import City
from reports.extract.columns import DATE, FLAG, INT, NUMBER, TEXT, TIME, Column
from reports.extract.files import DEMO_MARK
from reports.extract.parts import schema_of
from reports.models import Run
from reports.opendata import lines
from reports.opendata.count import COUNT
from reports.opendata.datasets import File
from reports.opendata.made import MADE

ROWS_AT_ONCE = 50_000
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".parquet": "application/vnd.apache.parquet",
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".json": "application/json",
}
SQL_TYPES = {
    TEXT: "VARCHAR", INT: "BIGINT", NUMBER: "DOUBLE", FLAG: "BOOLEAN", TIME: "TIMESTAMPTZ",
    DATE: "DATE",
}  # fmt: skip


class ReleaseFailed(Exception):
    """Nothing was published; str() says why, in words for whoever runs the portal."""


@dataclass(frozen=True)
class Source:
    """An open extract, and what every row of its files says of itself."""

    extract: Any
    run: Run
    city: City

    def columns(self, file: File) -> tuple[Column, ...]:
        return file.columns_in(is_demo=self.city.is_demo)

    @property
    def constants(self) -> dict[str, str]:
        day = timezone.localtime(self.run.as_of).date()
        operator = (self.city.operator or self.city.name).get("ko", "")
        return {
            "mark": _literal(DEMO_MARK),
            "as_of": f"DATE '{day}'",
            "provider_code": _literal(self.city.organisation_code),
            "provider": _literal(operator),
        }

    def value(self, file: File, column: Column) -> str:
        return f'f."{column.name}"' if column in file.columns else self.constants[column.name]

    @property
    def notes(self) -> dict[str, str]:
        """For the formats that keep notes beside the rows."""
        mark = {"mark": DEMO_MARK, "demonstration": DEMO_MARK} if self.city.is_demo else {}
        return {"as_of": self.run.as_of.isoformat(), **mark}


def write_table(
    base: Path, file: File, source: Source, formats: Iterable[str] = (".csv", ".geojson", ".gpkg")
) -> dict[Path, int]:
    """{path: rows}; the Parquet file is always written, the others where they make sense."""
    paths = {".parquet": Path(f"{base}.parquet")}
    rows = _write_parquet(paths[".parquet"], file, source)
    wanted = [each for each in formats if file.shape or each == ".csv"]
    for suffix in wanted:
        paths[suffix] = Path(f"{base}{suffix}")
        WRITE[suffix](paths[suffix], paths[".parquet"], file, source)
    for suffix, path in paths.items():
        found = COUNT[suffix](path)
        if found != rows:
            raise ReleaseFailed(
                _(
                    "“%(name)s” holds %(found)s rows where the data has %(rows)s. Nothing is "
                    "published; the release before stays. Please try again."
                )
                % {"name": path.name, "found": found, "rows": rows}
            )
    return dict.fromkeys(paths.values(), rows)


# ── Formats ──────────────────────────────────────────────────────────────────────────────────


def _write_parquet(path: Path, file: File, source: Source) -> int:
    """Returns how many rows the extract holds."""
    extract = source.extract
    extract.execute("SET enable_geoparquet_conversion = false")
    rows = f"({file.sql})" if file.sql else _made(file, source)
    names = [
        f'CAST({source.value(file, column)} AS {SQL_TYPES[column.kind]}) AS "{column.name}"'
        for column in source.columns(file)
    ]
    if file.shape:
        names.append(f"{_GEOMETRY[file.shape]} AS geometry")
    joined = _outlines(extract) if file.shape == "outline" else ""
    order = ", ".join(f'f."{name}"' for name in file.order.split())
    by = f"ORDER BY {order}" if order else ""
    sql = f"SELECT {', '.join(names)} FROM {rows} f {joined} {by}"  # noqa: S608
    notes = source.notes | ({"geo": _geo(extract, file, rows)} if file.shape else {})
    listed = ", ".join(f"{key}: {_literal(value)}" for key, value in notes.items())
    to = f"TO {_literal(str(path))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{listed}}})"
    extract.execute(f"COPY ({sql}) {to}").fetchall()
    return _first(extract, f"SELECT count(*) FROM {rows}")[0]  # noqa: S608


_GEOMETRY = {
    "point": "ST_AsWKB(CAST('POINT (' || f.lon || ' ' || f.lat || ')' AS GEOMETRY))",
    "outline": "o.geometry",
}


def _made(file: File, source: Source) -> str:
    """The rows that Python works out, few enough to be kept in memory, as a table of DuckDB."""
    import pyarrow as pa

    schema = schema_of(file.columns, {})
    rows = list(MADE[file.name](source.run, source.extract))
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    source.extract.register(f"made_{file.name}", pa.table(arrays, schema=schema))
    return f"made_{file.name}"


def _outlines(extract: Any) -> str:
    """Outer rings counter-clockwise: the official files have them the other way round."""
    import pyarrow as pa
    import shapely

    rows = extract.execute("SELECT code, outline FROM districts").fetchall()
    shapes = shapely.from_geojson([outline for _code, outline in rows])
    turned = shapely.to_wkb(shapely.orient_polygons(shapes, exterior_cw=False))
    table = pa.table({
        "code": pa.array([code for code, _outline in rows], pa.string()),
        "geometry": pa.array(list(turned), pa.binary()),
    })  # fmt: skip
    extract.register("outlines", table)
    return "LEFT JOIN outlines o ON o.code = f.code"


def _geo(extract: Any, file: File, rows: str) -> str:
    """What GeoParquet 1.1 asks for, beside the rows. Without a system named it is WGS84."""
    column: dict[str, Any] = {"encoding": "WKB", "orientation": "counterclockwise"}
    if file.shape == "point":
        column["geometry_types"] = ["Point"]
        corners = "min(lon), min(lat), max(lon), max(lat)"
        box = _first(extract, f"SELECT {corners} FROM {rows}")  # noqa: S608
        if None not in box:
            column["bbox"] = list(box)
    else:
        column["geometry_types"] = ["MultiPolygon", "Polygon"]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return json.dumps(geo)


def _write_csv(path: Path, parquet: Path, file: File, source: Source) -> None:
    columns = source.columns(file)
    with path.open("wb") as out:
        out.write(lines.csv_head(columns))
        for chunk in _lines(source.extract, lines.csv_line(columns), parquet):
            out.write(chunk)


def _write_geojson(path: Path, parquet: Path, file: File, source: Source) -> None:
    """Rows without a place have the geometry null, as RFC 7946 has it."""
    head = json.dumps({"type": "FeatureCollection", **source.notes}, ensure_ascii=False)
    key = "id" if file.shape == "point" else "code"
    between = b",\n"
    with path.open("wb") as out:
        out.write(f'{head[:-1]}, "features": [\n'.encode())
        start = out.tell()
        line = lines.feature(source.columns(file), key) + " || ',' || chr(10)"
        for chunk in _lines(source.extract, line, parquet):
            out.write(chunk)
        if out.tell() > start:
            out.seek(-len(between), 1)
        out.write(b"\n]}\n")


def _write_geopackage(path: Path, parquet: Path, file: File, source: Source) -> None:
    import pyogrio

    rows = source.extract.sql(f"SELECT * FROM {_parquet(parquet)}")  # noqa: S608
    pyogrio.write_arrow(
        rows.to_arrow_reader(ROWS_AT_ONCE), path, driver="GPKG", layer=file.name, crs="EPSG:4326",
        geometry_name="geometry", geometry_type="Point" if file.shape == "point" else "Unknown",
        dataset_metadata=source.notes,
    )  # fmt: skip


WRITE: dict[str, Callable] = {
    ".csv": _write_csv, ".geojson": _write_geojson, ".gpkg": _write_geopackage,
}  # fmt: skip


def _lines(extract: Any, line: str, parquet: Path) -> Iterator[memoryview]:
    """Texts one after the other as Arrow keeps them: their bytes go to the file as they are."""
    import pyarrow as pa

    rows = extract.sql(f"SELECT {line} AS line FROM {_parquet(parquet)}")  # noqa: S608
    for batch in rows.to_arrow_reader(ROWS_AT_ONCE):
        column = batch.column(0).cast(pa.large_string())
        if not len(column):
            continue
        _valid, offsets, content = column.buffers()
        ends = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
        yield memoryview(content)[ends[0] : ends[-1]]


def _first(extract: Any, sql: str) -> tuple:
    """Fetched to its end: DuckDB takes no other work before that."""
    return extract.execute(sql).fetchall()[0]


def _parquet(path: Path) -> str:
    return f"read_parquet({_literal(str(path))})"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
