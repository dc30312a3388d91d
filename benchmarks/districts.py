"""A million points into the districts of real cities: ours beside geopandas."""

from typing import Any

import geopandas
import numpy as np
import pandas
import shapely
from django.db import transaction
from shapely.geometry import shape

from benchmarks.measure import cpu_here, in_turn, middle
from benchmarks.results import Report
from maps import borders
from maps.korea import districts_of_city
from maps.locate import DECIMALS, districts_of
from maps.models import District

CITIES = ("의정부시", "성남시", "부산광역시", "서울특별시", "경기도")
ROUNDS = 3
ON_A_BORDER = 0.01


def run(size: int) -> Report:
    report = Report(
        ("city", "districts", "corners", "ours, CPU s", "geopandas sjoin, CPU s", "ratio",
         "sjoin, points ready", "ratio", "identical"),
        packages=("numpy", "shapely", "geopandas"),
    )  # fmt: skip
    ratios, same = [], True
    for name in CITIES:
        with transaction.atomic():
            District.objects.all().delete()
            districts_of_city(name=name)
            ratio, is_same = _measure(report, name, size)
            transaction.set_rollback(True)
        ratios.append(ratio)
        same &= is_same
    report.goal("Times faster than geopandas, the least of them", min(ratios), "≥ 7")
    report.same("The answers", same)
    report.notes += [
        f"{size:,} points around the districts, 1 % of them exactly on a corner of a border; both "
        "take a point on a border in, and the lowest code keeps it. Ours is districts_of() with "
        "its squares drawn anew in every round; reading the outlines from the database is left "
        "out on both sides, and so is settling ties for geopandas.",
        f"Medians of {ROUNDS} rounds, in turn.",
    ]
    return report


def _measure(report: Report, name: str, size: int) -> tuple[float, bool]:
    rows = list(District.objects.order_by("code", "pk"))
    outlines = [shape(row.outline) for row in rows]
    areas = geopandas.GeoDataFrame({"key": [row.pk for row in rows]}, geometry=outlines, crs=4326)
    lon, lat = _points(outlines, size)
    ready = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat), crs=4326)
    found: dict[str, Any] = {}

    def ours() -> float:
        borders._build.cache_clear()
        index = borders.outline_index()  # reads and prepares the outlines
        assert index
        return cpu_here(lambda: found.update(ours=districts_of(lon, lat)))

    def theirs() -> float:
        def join():
            points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat), crs=4326)
            found["theirs"] = points.sjoin(areas, how="left", predicate="intersects")

        return cpu_here(join)

    def theirs_ready() -> float:
        return cpu_here(lambda: ready.sjoin(areas, how="left", predicate="intersects"))

    rounds = in_turn(ROUNDS, ours=ours, theirs=theirs, ready=theirs_ready)
    mine, their, their_ready = (middle(rounds[way]) for way in ("ours", "theirs", "ready"))
    same = np.array_equal(found["ours"], _lowest(found["theirs"], size))
    report.row(name, len(rows), int(shapely.get_num_coordinates(outlines).sum()), mine, their,
               f"{their / mine:.1f}×", their_ready, f"{their_ready / mine:.1f}×",
               "yes" if same else "NO")  # fmt: skip
    return their / mine, same


def _points(outlines: list, size: int) -> tuple[np.ndarray, np.ndarray]:
    """In the frame of one district after the other, and some on corners."""
    rng = np.random.default_rng(size)
    west, south, east, north = shapely.bounds(outlines)[rng.integers(0, len(outlines), size)].T
    points = np.column_stack([rng.uniform(west, east), rng.uniform(south, north)]).round(DECIMALS)
    corners = shapely.get_coordinates(outlines)
    on_border = rng.random(size) < ON_A_BORDER
    points[on_border] = corners[rng.integers(0, len(corners), on_border.sum())]
    return points[:, 0], points[:, 1]


def _lowest(joined: pandas.DataFrame, size: int) -> np.ndarray:
    """A point on a border has a row for each side: the first area of them, 0 for none."""
    place = joined["index_right"].groupby(level=0).min().reindex(range(size))
    keys = joined.dropna().drop_duplicates("index_right").set_index("index_right")["key"]
    return place.map(keys).fillna(0).to_numpy(np.int64)
