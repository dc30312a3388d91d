"""Lines and areas of a site: a GeoJSON geometry that is whole, in degrees, and inside the city."""

import json
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape

from maps.locate import DECIMALS, checked_point

KINDS = {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}
NOT_GEOJSON = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


class ShapeRefused(ValueError):
    """str() is one sentence for the officer who gave it."""


def read_shape(text: str | dict) -> dict[str, Any]:
    """A line or area from GeoJSON: a geometry, a feature, or a collection with one feature."""
    try:
        found = json.loads(text) if isinstance(text, str) else text
        if found.get("type") == "FeatureCollection":
            [found] = found["features"]
        geometry = found["geometry"] if found.get("type") == "Feature" else found
        kind, outline = geometry["type"], shape(geometry)
    except (*NOT_GEOJSON, shapely.errors.ShapelyError) as error:
        raise ShapeRefused(
            _("This cannot be read as one GeoJSON line or area. Paste its geometry.")
        ) from error
    if kind not in KINDS or outline.is_empty:
        raise ShapeRefused(_("Paste a line or an area; a single spot is given by its two numbers."))
    if not outline.is_valid:
        raise ShapeRefused(_("The outline crosses itself. Draw it once around."))
    for lon, lat, *_height in shapely.get_coordinates(outline):
        checked_point(lon, lat)
    return _rounded(mapping(shapely.force_2d(outline)))


def middle_of(geometry: dict[str, Any]) -> tuple[float, float]:
    """A point that is surely on the line or in the area, for the pin on the map."""
    outline = shape(geometry)
    if outline.geom_type == "LineString":
        point = outline.interpolate(0.5, normalized=True)
    else:
        point = outline.representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
