"""Lines and areas that people draw or paste: whole, in degrees, inside the city."""

import json
from functools import lru_cache
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from maps.locate import DECIMALS, METRES_PER_DEGREE, PlaceOutside, checked_point, outside_sentence
from maps.models import District
from maps.outlines import to_geojson

KINDS = {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
MOST_CORNERS = 2_000
NOT_GEOJSON = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError,
    shapely.errors.ShapelyError,
)  # fmt: skip
# The map draws borders simplified by some 20 m: whoever draws along one is still inside.
BORDER = 30 / METRES_PER_DEGREE


class ShapeRefused(ValueError):
    """str() is one sentence for the person who drew or pasted it."""


def read_shape(given: str | dict) -> dict[str, Any]:
    """A point, line or area from GeoJSON: a geometry, a feature, or a collection with one feature.

    Raises ShapeRefused where it is no such thing, PlaceOutside where it is not in this city.
    """
    try:
        geometry = _geometry_in(json.loads(given) if isinstance(given, str) else given)
        kind, count = geometry["type"], _count_corners(geometry["coordinates"])
    except NOT_GEOJSON as error:
        raise ShapeRefused(_unreadable()) from error
    if kind not in KINDS or not count:
        raise ShapeRefused(_one_shape())
    if count > MOST_CORNERS:
        raise ShapeRefused(
            _("A line or area may have up to %(most)s corners. Please simplify it first.")
            % {"most": f"{MOST_CORNERS:,}"}
        )
    try:
        with np.errstate(invalid="ignore"):  # numbers that are none get their sentence below
            drawn = shapely.force_2d(shape(geometry))
        corners = [(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(drawn)]
    except NOT_GEOJSON as error:
        raise ShapeRefused(_unreadable()) from error
    if not corners:
        raise ShapeRefused(_one_shape())
    for lon, lat in corners:
        checked_point(lon, lat)
    _check_whole(drawn)
    _check_inside(drawn)
    return to_geojson(shapely.orient_polygons(drawn, exterior_cw=False))


def place_by(geometry: dict[str, Any]) -> dict[str, Any]:
    """Columns of a row with a shape: a line or area brings its pin, a point is only its pin."""
    lon, lat = middle_of(geometry)
    return {"shape": None if geometry["type"] == "Point" else geometry, "lon": lon, "lat": lat}


def middle_of(geometry: dict[str, Any]) -> tuple[float, float]:
    """A point that is surely on the line or in the area, for the pin on the map."""
    drawn = shape(geometry)
    if drawn.geom_type == "LineString":
        point = drawn.interpolate(0.5, normalized=True)
    else:
        point = drawn.representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def _geometry_in(found: Any) -> dict[str, Any]:
    if found["type"] == "FeatureCollection":
        [found] = found["features"]
    return found["geometry"] if found["type"] == "Feature" else found


def _count_corners(coordinates: list) -> int:
    """Stops soon after the most that are allowed, so that counting is never the heavy part."""
    count, left = 0, [coordinates]
    while left and count <= MOST_CORNERS:
        part = left.pop()
        if part and not isinstance(part[0], list | tuple):
            count += 1
        else:
            left.extend(part[: MOST_CORNERS + 1])
    return count


def _check_whole(drawn: BaseGeometry) -> None:
    flat = shapely.transform(drawn, _in_metres)
    if drawn.geom_type.endswith("LineString") and flat.length < 1:
        raise ShapeRefused(_("This line has no length. Give it at least two corners."))
    if drawn.geom_type.endswith("Polygon"):
        if flat.convex_hull.area < 1 or (drawn.is_valid and flat.area < 1):
            raise ShapeRefused(_("This area is empty. Give it at least three corners."))
        if not drawn.is_valid:
            raise ShapeRefused(
                _("The outline crosses itself, or a hole lies outside it. Draw it once around.")
            )


def _in_metres(corners):
    """Near enough to tell something from nothing."""
    narrow = cos(radians(corners[0][1]))
    return corners * (METRES_PER_DEGREE * narrow, METRES_PER_DEGREE)


def _check_inside(drawn: BaseGeometry) -> None:
    city = _city(District.objects.version())
    if city is not None and not shapely.covers(city, drawn):
        raise PlaceOutside(outside_sentence())


@lru_cache(maxsize=1)
def _city(version: str) -> BaseGeometry | None:
    """Today's districts as one, with a little more around; None before there are any."""
    outlines = [
        shape(each) for each in District.objects.current().values_list("outline", flat=True)
    ]
    if not outlines:
        return None
    city = shapely.union_all(outlines).buffer(BORDER)
    shapely.prepare(city)
    return city


def _unreadable() -> str:
    return _("This cannot be read as one GeoJSON line or area. Paste its geometry.")


def _one_shape() -> str:
    return _("Give one point, one line or one area.")
