"""The outlines of districts as vector tiles, as light as each zoom allows."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import shapely
from django.core.cache import cache

from maps.borders import outline_index
from maps.cells import SIDE, column_and_row
from maps.geojson import simplified
from maps.models import District
from maps.mvt import EXTENT, Coded, encode
from maps.mvt_areas import Area, encode_areas

PIXELS = 512  # of a tile on a screen
ROUGH = 2  # corners that stand out by fewer pixels are left out
NAMED = 64  # a district narrower than so many pixels carries no name
BUFFER = 64 / EXTENT  # drawn beyond the edge, so that no line shows where tiles meet
LAST_ZOOM = 16  # closer, these tiles are magnified: they hold every corner
KEPT = 24 * 3600


@dataclass(frozen=True)
class Drawn:
    """All districts of a day at one zoom, in squares of the world from 0 to 1."""

    rows: list[District]
    outlines: np.ndarray
    bounds: np.ndarray
    labels: np.ndarray


def version_on(day: date) -> tuple[str, date]:
    """The same for all days with the same outlines, so that there are few of them."""
    index = outline_index()
    return index.version, index.since(day)


def district_tile(on: date, z: int, x: int, y: int) -> bytes:
    """Layer `districts` (areas: code, names) and layer `district_names` (points)."""
    version, since = version_on(on)
    key = f"maps.districts.{version}.{since}.{z}.{x}.{y}"
    if (tile := cache.get(key)) is None:
        tile = _draw(_at_zoom(version, since, z), z, x, y)
        cache.set(key, tile, KEPT)
    return tile


def _draw(drawn: Drawn, z: int, x: int, y: int) -> bytes:
    count = 1 << z
    west, north = (x - BUFFER) / count, (y - BUFFER) / count
    east, south = (x + 1 + BUFFER) / count, (y + 1 + BUFFER) / count
    frame = shapely.box(west, north, east, south)
    near = np.flatnonzero(
        (drawn.bounds[:, 0] <= east) & (drawn.bounds[:, 2] >= west)
        & (drawn.bounds[:, 1] <= south) & (drawn.bounds[:, 3] >= north)
    )  # fmt: skip
    clipped = shapely.transform(
        shapely.intersection(drawn.outlines[near], frame),
        lambda points: (points * count - (x, y)) * EXTENT,
    )
    named = _has_room(drawn.bounds[near], z)
    areas = [
        Area(drawn.rows[place].pk, outline, _words(drawn.rows[place], is_named))
        for place, outline, is_named in zip(near, clipped, named, strict=True)
    ]
    return encode_areas("districts", areas) + _names(drawn, near[named], z, x, y)


def _names(drawn: Drawn, places: np.ndarray, z: int, x: int, y: int) -> bytes:
    """Each name once, in the one tile in which its place lies."""
    points = np.floor((drawn.labels[places] * (1 << z) - (x, y)) * EXTENT).astype(np.int64)
    here = ((points >= 0) & (points < EXTENT)).all(axis=1)
    columns, lines = points[here].T
    rows = [drawn.rows[place] for place in places[here]]
    numbers = np.arange(len(rows))
    return encode(
        "district_names",
        columns,
        lines,
        {
            "code": Coded(numbers, [row.code for row in rows]),
            "name_ko": Coded(numbers, [row.name.get("ko", "") for row in rows]),
            "name_en": Coded(numbers, [_english(row) for row in rows]),
        },
    )


def _words(row: District, is_named: bool) -> dict[str, str]:
    names = {"name_ko": row.name.get("ko", ""), "name_en": _english(row)} if is_named else {}
    return {"code": row.code, **names}


def _english(row: District) -> str:
    return row.name.get("en") or row.name.get("ko", "")


def _has_room(bounds: np.ndarray, z: int) -> np.ndarray:
    return (bounds[:, 2] - bounds[:, 0]) * (1 << z) * PIXELS >= NAMED


@lru_cache(maxsize=LAST_ZOOM + 1)
def _at_zoom(version: str, since: date, z: int) -> Drawn:
    borders = outline_index().on(since)
    found = District.objects.without_outline().in_bulk(borders.keys.tolist())
    rows = [found[key] for key in borders.keys.tolist()]
    world = shapely.transform(borders.outlines, _in_world)
    outlines = np.array(simplified(list(world), ROUGH / PIXELS / (1 << z)), object)
    labels = np.array([(row.label_lon, row.label_lat) for row in rows], float).reshape(-1, 2)
    return Drawn(rows, outlines, shapely.bounds(outlines).reshape(-1, 4), _in_world(labels))


def _in_world(points: np.ndarray) -> np.ndarray:
    return np.stack(column_and_row(points[:, 0], points[:, 1]), axis=1) / SIDE
