"""Which district is a point in? Gives rows with a place their cell and district."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, floor, isfinite, radians

import numpy as np
import shapely
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry import shape

from city.models import City
from maps.cells import MAX_LATITUDE, cell_of
from maps.models import District

DECIMALS = 7  # about a centimetre
METRES_PER_DEGREE = 111_320
KOREA = (124, 33, 132, 39.5)


class PlaceOutside(ValueError):
    """The point is not in this city; str() is one sentence for the person who chose it."""


def place_many(rows: Iterable, on: date | None = None) -> None:
    """Rounds each row's point, stores its cell, and finds its district where none is given.

    A row that moved is looked up again; a row that did not keeps the district, and with it the
    version of the boundary, that it had.
    """
    placed = [row for row in rows if _has_point(row)]
    if not placed:
        return
    cells = cell_of([row.lon for row in placed], [row.lat for row in placed]).tolist()
    new = [
        (row, cell)
        for row, cell in zip(placed, cells, strict=True)
        if row.cell != cell or row.district_id is None
    ]
    if not new:
        return
    index = _index()
    found = index.find([row.lon for row, _cell in new], [row.lat for row, _cell in new], on)
    if not found.all() and index.valid_on(on):
        raise PlaceOutside(outside_sentence())
    for (row, cell), district in zip(new, found.tolist(), strict=True):
        has_moved = row.cell is not None and row.cell != cell
        if row.district_id is None or has_moved:
            row.district_id = district or None
        row.cell = cell


def _has_point(row) -> bool:
    if row.lon is None and row.lat is None:
        row.cell = None
        return False
    row.lon, row.lat = checked_point(row.lon, row.lat)
    return True


def district_of(lon: float, lat: float, on: date | None = None) -> District | None:
    """The district valid on that day (today, where none is given), or None outside all of them."""
    found = int(districts_of([round(lon, DECIMALS)], [round(lat, DECIMALS)], on)[0])
    return District.objects.without_outline().get(pk=found) if found else None


def districts_of(lons, lats, on: date | None = None) -> np.ndarray:
    """The keys of the districts of many points; 0 where a point is in none."""
    return _index().find(lons, lats, on)


def checked_point(lon, lat) -> tuple[float, float]:
    """A point with both numbers on the map, rounded; else PlaceOutside says what is wrong."""
    if lon is None or lat is None:
        raise PlaceOutside(_("A place needs both a longitude and a latitude."))
    lon, lat = float(lon), float(lat)
    if not (isfinite(lon) and isfinite(lat)):
        raise PlaceOutside(_("A place needs two numbers: longitude and latitude in degrees."))
    if looks_swapped(lon, lat):
        raise PlaceOutside(_("Longitude and latitude are swapped: longitude comes first."))
    if abs(lon) > 180 or abs(lat) > MAX_LATITUDE:
        raise PlaceOutside(outside_sentence())
    return round(lon, DECIMALS), round(lat, DECIMALS)


def looks_swapped(lon: float, lat: float) -> bool:
    """In Korea no longitude can be taken for a latitude, so swapped axes always show."""
    west, south, east, north = KOREA
    return south <= lon <= north and west <= lat <= east


def outside_sentence() -> str:
    return _(
        "This place is outside %(city)s. On the map, choose a spot inside %(city)s."
    ) % {"city": City.objects.current()}  # fmt: skip


def snap_to_grid(lon: float, lat: float, metres: float) -> tuple[float, float]:
    """The middle of the grid square around a point, so that nobody can tell which house it is."""
    row = metres / METRES_PER_DEGREE
    snapped = (floor(lat / row) + 0.5) * row
    column = row / cos(radians(snapped))
    return round((floor(lon / column) + 0.5) * column, DECIMALS), round(snapped, DECIMALS)


@dataclass(frozen=True)
class OutlineIndex:
    """All outlines, prepared, in the order in which a shared border is decided: lowest code."""

    keys: list[int]
    outlines: list
    bounds: np.ndarray  # west, south, east, north
    valid: list[tuple[date | None, date | None]]

    def valid_on(self, day: date | None) -> list[int]:
        day = day or timezone.localdate()
        return [
            place
            for place, (start, end) in enumerate(self.valid)
            if (start is None or start <= day) and (end is None or day < end)
        ]

    def find(self, lons, lats, day: date | None = None) -> np.ndarray:
        lons, lats = np.asarray(lons, float), np.asarray(lats, float)
        found = np.zeros(len(lons), np.int64)
        for place in self.valid_on(day):
            west, south, east, north = self.bounds[place]
            inside = (lons >= west) & (lons <= east) & (lats >= south) & (lats <= north)
            near = np.flatnonzero(inside & (found == 0))
            if len(near):
                # "intersects" takes points on the border too; the first district keeps them.
                here = shapely.intersects_xy(self.outlines[place], lons[near], lats[near])
                found[near[here]] = self.keys[place]
        return found


_building = threading.Lock()


def _index() -> OutlineIndex:
    version = District.objects.version()
    with _building:  # threads that come at once share one building
        return _build(version)


@lru_cache(maxsize=1)
def _build(version: str) -> OutlineIndex:
    """Kept per process until a district is added, changed or ended."""
    rows = list(
        District.objects.order_by("code", "pk").values_list(
            "pk", "outline", "valid_from", "valid_to"
        )
    )
    outlines = [shape(outline) for _pk, outline, _start, _end in rows]
    shapely.prepare(outlines)
    return OutlineIndex(
        keys=[pk for pk, *_rest in rows],
        outlines=outlines,
        bounds=shapely.bounds(outlines).reshape(-1, 4),
        valid=[(start, end) for _pk, _outline, start, end in rows],
    )
