"""Districts and places as GeoJSON, light enough to draw (RFC 7946)."""

from datetime import date
from functools import lru_cache

import shapely
from shapely.geometry import shape

from maps.borders import outline_index
from maps.models import District, Place
from maps.outlines import to_geojson

# Degrees: corners that stand out by less than some 20 m are left out. Neighbours keep their
# common border, since all outlines are simplified together.
ROUGH = 0.0002
DECIMALS = 5  # about a metre


def districts(on: date) -> dict:
    """The districts valid on a day, simplified."""
    index = outline_index()
    return _districts(index.version, index.since(on))


@lru_cache(maxsize=4)
def _districts(version: str, since: date) -> dict:
    rows = list(District.objects.valid_on(since))
    outlines = simplified([shape(row.outline) for row in rows], ROUGH)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.code,
                "bbox": [row.west, row.south, row.east, row.north],
                "geometry": to_geojson(outline, DECIMALS),
                "properties": {
                    "code": row.code,
                    "kostat_code": row.kostat_code,
                    "name_ko": row.name.get("ko", ""),
                    "name_en": row.name.get("en", ""),
                    "label_lon": row.label_lon,
                    "label_lat": row.label_lat,
                    "source": row.source,
                },
            }
            for row, outline in zip(rows, outlines, strict=True)
        ],
    }


def simplified(outlines: list, rough: float) -> list:
    """Fewer corners, with borders that neighbours still share."""
    light = list(shapely.coverage_simplify(outlines, rough)) if outlines else []
    # An outline that overlaps its neighbours is no coverage; it stays as it is.
    return [
        shapely.orient_polygons(small if small.is_valid and small.area > 0 else full)
        for small, full in zip(light, outlines, strict=True)
    ]


def places() -> dict:
    """Landmarks as points; rivers, railways and roads as lines."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.pk,
                "geometry": row.line or {"type": "Point", "coordinates": [row.lon, row.lat]},
                "properties": {
                    "kind": row.kind,
                    "name_ko": row.name.get("ko", ""),
                    "name_en": row.name.get("en", ""),
                    "label_lon": row.lon,
                    "label_lat": row.lat,
                },
            }
            for row in Place.objects.all()
        ],
    }
