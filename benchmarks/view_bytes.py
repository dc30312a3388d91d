"""What one view of the map weighs on the line, beside all points as GeoJSON."""

import gzip
import json
from math import ceil, floor

import numpy as np
from django.http import QueryDict

from benchmarks.results import Report
from benchmarks.tiles import LAYER, Tile
from city.models import City
from maps.cells import SIDE, column_and_row
from maps.in_columns import InColumns
from maps.layers import layer
from maps.snapshot import build_snapshot, open_table
from maps.table import PER_DEGREE, Table, read_table
from maps.tiles import draw_tile

WIDTH, HEIGHT, TILE = 1280, 800, 512  # pixels; MapLibre draws vector tiles 512 pixels wide
ZOOMS = (12, 13, 14)
GOALS = {10_000: "≥ 15", 1_000_000: "≥ 800"}
NO_FILTER = QueryDict("")


def run(size: int) -> Report:
    snapshot = build_snapshot(LAYER)
    whole = open_table(layer(LAYER), snapshot.folder, snapshot.rows)
    report = Report(
        ("points", "view", "tiles", "ours, bytes (gzip)", "all points as GeoJSON (gzip)",
         "ratio", "only the points in the view (gzip)"),
    )  # fmt: skip
    for number in sorted({10_000, len(whole)}):
        _measure(report, _some(whole, number))
    report.notes += [
        f"The view is {WIDTH} × {HEIGHT} pixels around the city's centre; ours is all tiles that it "
        "touches. GeoJSON has the same properties (id, category, state) and no spaces. Both gzip "
        "at level 6. The last column is a GeoJSON service that cuts by the view, as none of the "
        "compared platforms does.",
        "The goal is for a view of each of the three zooms together; single ones are in the table. "
        "Compressing is left to the web server in front.",
    ]
    return report


def _some(whole: Table, number: int) -> Table:
    if number >= len(whole):
        return whole
    drawn = np.random.default_rng(5).choice(len(whole), number, replace=False)
    columns = {name: values[drawn] for name, values in whole.columns.items()}
    return Table.of(layer(LAYER), columns)


def _measure(report: Report, table: Table) -> None:
    of = layer(LAYER)
    points = InColumns(of, table, np.zeros(0, np.int64), read_table(of, of.rows().none()))
    features = _features(table)
    everything = len(gzip.compress(_geojson(features), 6))
    ours_of_all = 0
    for z in ZOOMS:
        tiles, box = view_tiles(z)
        bodies = [draw_tile(LAYER, points.squares([], *tile), *tile) for tile in tiles]
        ours = sum(len(gzip.compress(body, 6)) for body in bodies if body)
        shown = [
            feature for feature, here in zip(features, _inside(table, box), strict=True) if here
        ]
        ours_of_all += ours
        report.row(len(table), f"z{z}", len(tiles), ours, everything, f"{everything / ours:,.0f}×",
                   len(gzip.compress(_geojson(shown), 6)))  # fmt: skip
    if len(table) in GOALS:
        times = len(ZOOMS) * everything / ours_of_all
        report.goal(f"{len(table):,} points, times fewer", times, GOALS[len(table)])


def view_tiles(z: int) -> tuple[list[Tile], tuple[float, float, float, float]]:
    """The tiles that a view touches, and its sides in cells."""
    city = City.objects.current()
    column, row = (float(each) for each in column_and_row(city.lon, city.lat))
    pixel = SIDE / 2**z / TILE
    west, east = column - WIDTH / 2 * pixel, column + WIDTH / 2 * pixel
    north, south = row - HEIGHT / 2 * pixel, row + HEIGHT / 2 * pixel
    side = SIDE / 2**z
    tiles = [
        (z, x, y)
        for x in range(floor(west / side), ceil(east / side))
        for y in range(floor(north / side), ceil(south / side))
    ]
    return tiles, (west, north, east, south)


def _inside(table: Table, box) -> np.ndarray:
    west, north, east, south = box
    x, y = column_and_row(table.columns["lon"] / PER_DEGREE, table.columns["lat"] / PER_DEGREE)
    return (x >= west) & (x < east) & (y >= north) & (y < south)


def _features(table: Table) -> list[dict]:
    status, outcome = table.words["status"], table.words["outcome"]
    rows = zip(
        (table.columns["lon"] / PER_DEGREE).tolist(),
        (table.columns["lat"] / PER_DEGREE).tolist(),
        *(table.columns[name].tolist() for name in ("pk", "category_id", "status", "outcome")),
        strict=True,
    )
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
            "properties": {"id": pk, "category": category, "state": outcome[closed] or status[at]},
        }
        for lon, lat, pk, category, at, closed in rows
    ]


def _geojson(features: list[dict]) -> bytes:
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, separators=(",", ":")).encode()
