"""Where the demo city's proposals and pilots stand: beside a landmark, or somewhere in a dong."""

import math
import random

import shapely
from shapely.geometry import shape

from maps.models import District, Place

METRES = 111_320


class Places:
    def __init__(self, rng: random.Random):
        self.rng = rng
        self.districts = list(District.objects.current().order_by("code"))
        self._outlines = [shape(district.outline) for district in self.districts]
        self._by_kind: dict[str, list[Place]] = {}
        for place in Place.objects.filter(line__isnull=True):
            self._by_kind.setdefault(place.kind, []).append(place)
        self._lines = list(Place.objects.filter(kind=Place.Kind.RIVER))
        self._turn: dict[str, int] = {}

    def near(self, kind: str) -> tuple[str, float, float]:
        """A landmark's name and a point within some 180 m of it; each landmark in its turn."""
        if kind == "river" and self._lines:
            river = self.rng.choice(self._lines)
            lon, lat = self.rng.choice(river.line["coordinates"])
            return self._beside(str(river.name["ko"]), lon, lat)
        choices = self._by_kind.get(kind)
        if not choices:
            return self.somewhere()
        turn = self._turn[kind] = self._turn.get(kind, self.rng.randrange(len(choices))) + 1
        place = choices[turn % len(choices)]
        return self._beside(place.name["ko"], place.lon, place.lat)

    def _beside(self, name: str, lon: float, lat: float) -> tuple[str, float, float]:
        for _ in range(30):
            far, angle = self.rng.uniform(15, 180) / METRES, self.rng.uniform(0, 2 * math.pi)
            x = lon + far * math.cos(angle) / math.cos(math.radians(lat))
            y = lat + far * math.sin(angle)
            if self.district_at(x, y):
                return name, x, y
        return self.somewhere()

    def drawn(self, site: dict, lon: float, lat: float) -> dict | None:
        """A site's line or area, told in metres east and north of a point; None across a border."""
        told = site.get("line") or site.get("area") or []
        east = METRES * math.cos(math.radians(lat))
        corners = [[lon + x / east, lat + y / METRES] for x, y in told]
        if not corners or not all(self.district_at(*corner) for corner in corners):
            return None
        if "line" in site:
            return {"type": "LineString", "coordinates": corners}
        return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}

    def somewhere(self) -> tuple[str, float, float]:
        """A point in a dong, more often in a small, dense one than in a mountain."""
        n = self.rng.randrange(len(self.districts))
        outline, district = self._outlines[n], self.districts[n]
        middle = outline.representative_point()
        for _ in range(200):
            x = self.rng.gauss(middle.x, (district.east - district.west) / 6)
            y = self.rng.gauss(middle.y, (district.north - district.south) / 6)
            if outline.contains(shapely.Point(x, y)):
                return f"{district.name['ko']} 주민센터", x, y
        return f"{district.name['ko']} 주민센터", middle.x, middle.y

    def district_at(self, lon: float, lat: float) -> District | None:
        point = shapely.Point(lon, lat)
        for district, outline in zip(self.districts, self._outlines, strict=True):
            if outline.covers(point):
                return district
        return None
