"""Draws the city as SVG on the server: for readers without JavaScript, and for small maps."""

from dataclasses import dataclass
from math import cos, radians

import shapely
from django.utils import timezone
from shapely.geometry import shape

from maps import geojson
from maps.locate import METRES_PER_DEGREE
from maps.models import Place

WIDTH = 1000  # of the drawing, in its own units


@dataclass(frozen=True)
class Frame:
    """A part of the map, and how its degrees become units of the drawing."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self._stretch * self.scale, 1)

    @property
    def _stretch(self) -> float:
        """A degree of latitude is longer on the ground than one of longitude."""
        return 1 / cos(radians((self.south + self.north) / 2))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            round((lon - self.west) * self.scale, 1),
            round((self.north - lat) * self._stretch * self.scale, 1),
        )

    def has(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def path(self, geometry: dict) -> str:
        """The d of an SVG path."""
        parts = geometry["coordinates"]
        if geometry["type"] == "LineString":
            return self._line(parts)
        if geometry["type"] == "MultiLineString":
            return " ".join(self._line(line) for line in parts)
        polygons = [parts] if geometry["type"] == "Polygon" else parts
        return " ".join(self._line(ring) + "Z" for rings in polygons for ring in rings)

    def _line(self, points) -> str:
        return "M" + "L".join("{} {}".format(*self.at(*point[:2])) for point in points)


def around(lon: float, lat: float, metres: float) -> Frame:
    """A frame three wide and two high with the point in its middle."""
    up = metres / METRES_PER_DEGREE
    side = 1.5 * up / cos(radians(lat))
    return Frame(lon - side, lat - up, lon + side, lat + up)


def around_all(geometries: list[dict], metres: float) -> Frame:
    """A frame three wide and two high with all of them in it, and at least so many metres up."""
    west, south, east, north = shapely.total_bounds([shape(each) for each in geometries])
    lon, lat = (west + east) / 2, (south + north) / 2
    wide = (east - west) * cos(radians(lat)) / 1.5
    needed = max(north - south, wide) / 2 * METRES_PER_DEGREE * 1.25
    return around(lon, lat, max(metres, needed))


def whole_city(bounds) -> Frame:
    west, south, east, north = bounds
    margin = (east - west) / 40
    return Frame(west - margin, south - margin, east + margin, north + margin)


def district_shapes(frame: Frame) -> list[dict]:
    """Each district of today with its code, both names, path and the place for its label."""
    features = geojson.districts(timezone.localdate())["features"]
    return [
        {
            **feature["properties"],
            "path": frame.path(feature["geometry"]),
            "at": frame.at(feature["properties"]["label_lon"], feature["properties"]["label_lat"]),
        }
        for feature in features
        if _meet(feature["bbox"], frame)
    ]


def line_shapes(frame: Frame) -> list[dict]:
    return [
        {"kind": place.kind, "path": frame.path(place.line)}
        for place in Place.objects.filter(line__isnull=False)
        if place.line and any(frame.has(*point[:2]) for point in place.line["coordinates"])
    ]


def landmark_shapes(frame: Frame, most: int, apart: float) -> list[dict]:
    """The landmarks nearest to the middle whose names do not run into each other."""
    middle = (WIDTH / 2, frame.height / 2)
    inside = [
        (frame.at(place.lon, place.lat), str(place))
        for place in Place.objects.filter(
            line__isnull=True, lon__gte=frame.west, lon__lte=frame.east,
            lat__gte=frame.south, lat__lte=frame.north,
        )
    ]  # fmt: skip
    inside.sort(key=lambda each: abs(each[0][0] - middle[0]) + abs(each[0][1] - middle[1]))
    shown: list[dict] = []
    for (x, y), name in inside:
        width = len(name) * apart / 2
        under_pin = abs(x - middle[0]) < width and -150 < y - middle[1] < 10
        room = not under_pin and all(
            abs(y - other["y"]) > apart or abs(x - other["x"]) > width + other["width"]
            for other in shown
        )
        if room and len(shown) < most and width < x < WIDTH - width:
            shown.append({"x": x, "y": y, "name": name, "width": width})
    return shown


def _meet(box, frame: Frame) -> bool:
    west, south, east, north = box
    return (
        west <= frame.east and east >= frame.west and south <= frame.north and north >= frame.south
    )
