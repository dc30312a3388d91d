"""The formats of open data: CSV for spreadsheets, Parquet for programs, GeoJSON for maps."""

import csv
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from city.cells import safe_cell
from reports.extract.files import DEMO_MARK, schema_of
from reports.extract.tables import Column
from reports.models import Run
from reports.show import plain_number

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".parquet": "application/vnd.apache.parquet",
    ".geojson": "application/geo+json",
}


def write_csv(path: Path, columns: tuple[Column, ...], batches: Iterable[list[tuple]]) -> None:
    """UTF-8 with a mark for spreadsheets, CRLF, and no text that a spreadsheet would run."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        for batch in batches:
            writer.writerows([cell(value) for value in row] for row in batch)


def cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value)


class ParquetFile:
    def __init__(self, path: Path, columns: tuple[Column, ...], is_demo: bool):
        import pyarrow.parquet as pq

        self.schema = schema_of(columns, {"demonstration": DEMO_MARK} if is_demo else {})
        self.writer = pq.ParquetWriter(path, self.schema, compression="zstd")

    def __enter__(self):
        return self

    def write(self, batch: list[tuple]) -> None:
        import pyarrow as pa

        if not batch:
            return
        arrays = [
            pa.array(column, type=field.type)
            for column, field in zip(zip(*batch, strict=True), self.schema, strict=True)
        ]
        self.writer.write_batch(pa.record_batch(arrays, schema=self.schema))

    def __exit__(self, *error):
        self.writer.close()


class GeoJsonFile:
    """One feature a row that has a place (RFC 7946); rows without one are only in the other files."""

    def __init__(
        self, base: Path, shape: str, columns: tuple[Column, ...], run: Run, is_demo: bool
    ):
        self.shape, self.names = shape, [column.name for column in columns]
        path = Path(f"{base}.geojson")
        self.file = path.open("w", encoding="utf-8") if shape else None
        self.head = {"type": "FeatureCollection", "as_of": run.as_of.isoformat()}
        if is_demo:
            self.head["mark"] = DEMO_MARK
        self.separator = ""

    def __enter__(self):
        if self.file:
            self.file.write(json.dumps(self.head, ensure_ascii=False)[:-1] + ', "features": [')
        return self

    def write(self, batch: list[tuple]) -> None:
        if not self.file:
            return
        for row in batch:
            properties = dict(zip(self.names, row, strict=True))
            geometry = self._geometry(properties)
            if geometry is None:
                continue
            feature = {
                "type": "Feature",
                "id": properties.get("id", properties.get("code")),
                "geometry": geometry,
                "properties": {key: _json(value) for key, value in properties.items()},
            }
            self.file.write(f"{self.separator}\n{json.dumps(feature, ensure_ascii=False)}")
            self.separator = ","

    def _geometry(self, properties: dict[str, Any]) -> dict | None:
        if self.shape == "outline":
            return turned(properties.pop("outline"))
        lon, lat = properties.pop("lon"), properties.pop("lat")
        return None if lon is None else {"type": "Point", "coordinates": [lon, lat]}

    def __exit__(self, *error):
        if self.file:
            self.file.write("\n]}\n")
            self.file.close()


def turned(outline: str) -> dict:
    """Outer rings counter-clockwise: the official files have them the other way round."""
    import shapely

    shape = shapely.orient_polygons(shapely.from_geojson(outline), exterior_cw=False)
    return json.loads(shapely.to_geojson(shape))


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
