"""Outlines of districts as they are kept: whole, turned the right way round, rounded."""

import json

import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS = 7
KOREA_IN_METRES = "EPSG:5179"


def tidy_outline(outline: BaseGeometry) -> BaseGeometry:
    """Valid, flat, only areas; outer rings counter-clockwise, holes clockwise (RFC 7946).

    Empty where nothing has an area.
    """
    outline = shapely.set_precision(shapely.make_valid(shapely.force_2d(outline)), 10**-DECIMALS)
    if outline.geom_type not in {"Polygon", "MultiPolygon"}:
        outline = shapely.union_all([part for part in shapely.get_parts(outline) if part.area > 0])
    return shapely.orient_polygons(outline, exterior_cw=False)


def to_geojson(geometry: BaseGeometry, decimals: int = DECIMALS) -> dict:
    """GeoJSON with at most seven decimals."""
    drawn = json.loads(shapely.to_geojson(geometry))
    return {"type": drawn["type"], "coordinates": _rounded(drawn["coordinates"], decimals)}


def _rounded(numbers, decimals):
    if isinstance(numbers, float | int):
        return round(float(numbers), decimals)
    return [_rounded(each, decimals) for each in numbers]


def measured(outline: BaseGeometry, area_m2: float) -> dict:
    """The columns of a District that follow from its outline."""
    west, south, east, north = (round(side, DECIMALS) for side in outline.bounds)
    label = widest_spot(outline)
    return {
        "outline": to_geojson(outline),
        "west": west, "south": south, "east": east, "north": north,
        "label_lon": round(label.x, DECIMALS), "label_lat": round(label.y, DECIMALS),
        "area_m2": round(area_m2, 1),
    }  # fmt: skip


def widest_spot(outline: BaseGeometry):
    """Where a name has most room: the middle of the largest circle that fits."""
    largest = max(shapely.get_parts(outline), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.length / 500, 1e-6))
    return shapely.get_point(circle, 0)
