"""How dense proposals are, in hexagons of equal size: for the eye only, never for figures.

A hexagon takes in the small squares whose middle it holds, so every row is in exactly one; along
its border a row may be drawn in the neighbour's. Hexagons of two sizes do not nest.
"""

from collections import Counter
from math import cos, radians, sqrt

import numpy as np
from django.utils.translation import gettext as _

from maps.cells import LEVELS, point_of
from maps.conditions import Condition
from maps.counting import Points
from maps.locate import district_of
from maps.shades import Shades, shades_of
from maps.table import Box

RESOLUTIONS = range(3, 13)  # edges of sixty kilometres to ten metres
ACROSS = 40
EARTH = 40_075.017  # kilometres around the equator
FINE = 3  # squares are about an eighth as wide as a hexagon's edge
DECIMALS = 5


def hexagons(points: Points, conditions: list[Condition], box: Box) -> dict:
    """The hexagons of a view as GeoJSON, each with its count and shade, and a sentence in words."""
    import h3

    resolution = resolution_of(box)
    squares, counts = points.grid(conditions, box, _level(resolution))
    lons, lats = point_of(_middles(squares, _level(resolution)))
    found: Counter[str] = Counter()
    for lon, lat, count in zip(lons.tolist(), lats.tolist(), counts.tolist(), strict=True):
        found[h3.latlng_to_cell(lat, lon, resolution)] += count
    shades = shades_of(list(found.values()))
    return {
        "type": "FeatureCollection",
        "features": [_feature(h3, cell, count, shades) for cell, count in sorted(found.items())],
        "total": int(counts.sum()),
        "edge_metres": round(edge_of(resolution) * 1000),
        "classes": shades.in_words(),
        "said": _said(h3, found),
    }


def resolution_of(box: Box) -> int:
    """The finest hexagons of which no more than ACROSS stand beside each other in the box."""
    west, south, east, north = box
    wide = max((east - west) * cos(radians((south + north) / 2)), north - south) / 360 * EARTH
    fits = [each for each in RESOLUTIONS if wide <= ACROSS * edge_of(each) * sqrt(3)]
    return max(fits, default=RESOLUTIONS[0])


def edge_of(resolution: int) -> float:
    """In kilometres, on average."""
    import h3

    return h3.average_hexagon_edge_length(resolution, unit="km")


def _level(resolution: int) -> int:
    """The level of squares that are far smaller than these hexagons."""
    return min(LEVELS, int(np.log2(EARTH / edge_of(resolution))) + FINE)


def _middles(squares: np.ndarray, level: int) -> np.ndarray:
    size = 2 * (LEVELS - level)
    return (squares << size) + (3 << size - 2)  # half-way in both directions


def _feature(h3, cell: str, count: int, shades: Shades) -> dict:
    ring = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lat, lon in h3.cell_to_boundary(cell)]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {"count": count, "shade": shades.of(count)},
    }


def _said(h3, found: Counter) -> str:
    """What the picture shows, for those who do not see it."""
    if not found:
        return _("There is nothing in this part of the map.")
    cell, count = max(found.items(), key=lambda each: (each[1], each[0]))
    lat, lon = h3.cell_to_latlng(cell)
    district = district_of(lon, lat)
    if district is None:
        return _("The densest spot holds %(count)s proposals.") % {"count": count}
    return _("The densest spot is in %(district)s and holds %(count)s proposals.") % {
        "district": district, "count": count,
    }  # fmt: skip
