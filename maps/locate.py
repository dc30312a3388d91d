"""Which district is a point in? Gives rows with a place their cell and district."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from math import cos, floor, hypot, isfinite, radians

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from city.models import City
from maps.borders import Borders, outline_index
from maps.cells import MAX_LATITUDE, cell_of
from maps.models import District

DECIMALS = 7  # about a centimetre
METRES_PER_DEGREE = 111_320
KOREA = (124, 33, 132, 39.5)


class PlaceOutside(ValueError):
    """The point is not in this city; str() is one sentence for the person who chose it."""


def place_many(rows: Iterable, on: date | None = None) -> None:
    """Rounds each row's point, stores its cell, and finds its district where none is given.

    The district is the one in force on that day; where none is given, on the day the row was
    made; the oldest that are known, where that was before them. A row that moved is looked up
    again; a row that did not keeps the district, and with it the version of the boundary, that it had.
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
    for borders, found in _by_borders(new, on).items():
        keys = borders.find(*_points(row for row, _cell in found))
        if not keys.all() and len(borders.keys):
            raise PlaceOutside(outside_sentence())
        for (row, cell), key in zip(found, keys.tolist(), strict=True):
            has_moved = row.cell is not None and row.cell != cell
            if row.district_id is None or has_moved:
                row.district_id = key or None
            row.cell = cell


def _by_borders(new: list, on: date | None) -> dict[Borders, list]:
    """The rows by the outlines in force on their days: few, however many days there are."""
    rows: dict[Borders, list] = defaultdict(list)
    if new:
        known = cache(outline_index().known_on)
        for row, cell in new:
            rows[known(on or day_made(row))].append((row, cell))
    return rows


def place_again(rows: Iterable) -> tuple[list, list]:
    """Looks rows up again whose outlines changed: those that changed district, those in none.

    A row keeps its district as long as that was in force on its day and holds its point.
    """
    moved, astray = [], []
    for borders, found in _by_borders([(row, row.cell) for row in rows], None).items():
        rows_here = [row for row, _cell in found]
        lons, lats = _points(rows_here)
        stays = borders.holds([row.district_id or 0 for row in rows_here], lons, lats)
        for row, key, stay in zip(rows_here, borders.find(lons, lats), stays, strict=True):
            if key and not stay:
                row.district_id = int(key)
                moved.append(row)
            elif not stay:
                astray.append(row)
    return moved, astray


def day_made(row) -> date | None:
    """The local day on which a row was made; None, which means today, where it does not say."""
    made = getattr(row, "created_at", None)
    return timezone.localdate(made) if made else None


def _points(rows: Iterable) -> tuple[np.ndarray, np.ndarray]:
    lons, lats = np.array([(row.lon, row.lat) for row in rows], float).reshape(-1, 2).T
    return lons, lats


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
    return outline_index().on(on).find(np.asarray(lons, float), np.asarray(lats, float))


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


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Of two points (lon, lat) of one city, where the ground may be taken as flat."""
    east = (a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2))
    return hypot(east, a[1] - b[1]) * METRES_PER_DEGREE


def snap_to_grid(lon: float, lat: float, metres: float) -> tuple[float, float]:
    """The middle of the grid square around a point, so that nobody can tell which house it is."""
    row = metres / METRES_PER_DEGREE
    snapped = (floor(lat / row) + 0.5) * row
    column = row / cos(radians(snapped))
    return round((floor(lon / column) + 0.5) * column, DECIMALS), round(snapped, DECIMALS)
