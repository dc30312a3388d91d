"""Draws a map of districts shaded by a figure, and writes the same values as GeoJSON."""

import json
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _

from city.words import Words
from reports.charts import FONTS, TEXT, describe, with_words
from reports.extract.files import open_extract
from reports.figures import BY_KEY
from reports.show import plain_number, shown

KOREA = "EPSG:5179"  # metres, for all of Korea: shapes and areas keep their proportions
# Light enough for dark words on each of them.
SHADES = ("#f1f6ff", "#cfe0fd", "#a5c5fb", "#76a5f8", "#4a87f5")
NO_VALUE = "#f4f5f6"
WIDTH, MARGIN, LINE = 640, 12, 26
# Details smaller than this share of the city's width cannot be seen at this size.
DETAIL = 1 / 700


def outlines_of(folder):
    """Current districts as a GeoDataFrame in metres, simplified without gaps between neighbours."""
    import geopandas
    import shapely

    with open_extract(folder) as extract:
        rows = extract.execute(
            "SELECT code, name_ko, name_en, persons, outline FROM districts "
            "WHERE is_current ORDER BY code"
        ).fetchall()
    shapes = [shapely.from_geojson(outline) for *_names, outline in rows]
    frame = geopandas.GeoDataFrame(
        [row[:4] for row in rows],
        columns=["code", "name_ko", "name_en", "persons"],
        geometry=shapes,
        crs="EPSG:4326",
    ).to_crs(KOREA)
    if len(frame):
        west, _south, east, _north = frame.total_bounds
        frame.geometry = shapely.coverage_simplify(
            shapely.make_valid(frame.geometry.values), (east - west) * DETAIL
        )
    return frame


def draw_map(chart: dict[str, Any], frame, language: str) -> str:
    """The shaded map as an SVG document. Every district carries its number, not only its shade."""
    values = {row["code"]: row for row in chart["rows"]}
    classes = _classes([row["value"] for row in chart["rows"] if row["value"] is not None])
    with translation.override(language):
        place, height = _fit(frame)
        shapes, names = [], []
        for district in frame.itertuples():
            row = values.get(district.code, {"value": None, "hidden": False})
            shade = _shade(row["value"], classes)
            shapes.append(
                f'<path d="{_path(district.geometry, place)}" fill="{shade}" '
                'stroke="#58616a" stroke-width="0.8" stroke-linejoin="round"/>'
            )
            names.append(_name(district, row, chart, place))
        legend, legend_height = _legend(classes, chart, height)
        whole = height + legend_height
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole}" '
            f'viewBox="0 0 {WIDTH} {whole}" font-family="{FONTS}">'
            f'<rect width="{WIDTH}" height="{whole}" fill="#ffffff"/>'
            f'<g>{"".join(shapes)}</g><g aria-hidden="true">{"".join(names)}</g>{legend}</svg>'
        )
        return with_words(svg, str(Words(chart["title"])), describe(chart), language)


def _classes(values: list[float]) -> list[tuple[float, float]]:
    """Up to five classes with about as many districts each (quantiles), as (from, to)."""
    import numpy as np

    distinct = np.unique(values)
    if not len(distinct):
        return []
    count = min(len(SHADES), len(distinct))
    edges = np.unique(np.quantile(values, np.linspace(0, 1, count + 1)))
    if len(edges) == 1:
        return [(float(edges[0]), float(edges[0]))]
    return [(float(low), float(high)) for low, high in pairwise(edges)]


def _class_of(value: float, classes: list[tuple[float, float]]) -> int:
    """The first class that reaches the value; a border belongs to the lower class."""
    return next(i for i, (_low, high) in enumerate(classes) if value <= high)


def _shade(value: float | None, classes: list[tuple[float, float]]) -> str:
    if value is None or not classes:
        return NO_VALUE
    # Few classes spread over the whole scale, so that low and high can be told apart.
    step = (len(SHADES) - 1) / max(len(classes) - 1, 1)
    return SHADES[round(_class_of(value, classes) * step)]


def _fit(frame):
    """From metres to the picture: a function, and how high the picture becomes."""
    if not len(frame):
        return (lambda x, y: (x, y)), MARGIN * 2
    west, south, east, north = frame.total_bounds
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    # A long and narrow city would make a picture that nobody can see whole.
    scale = min(scale, 620 / (north - south))
    left = (WIDTH - (east - west) * scale) / 2

    def place(x, y):
        return left + (x - west) * scale, MARGIN + (north - y) * scale

    return place, round((north - south) * scale) + 2 * MARGIN


def _path(shape, place) -> str:
    polygons = [p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon"]
    rings = (ring for p in polygons for ring in (p.exterior, *p.interiors))
    return "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in (place(*xy) for xy in ring.coords[:-1])) + "Z"
        for ring in rings
    )


def _name(district, row, chart, place) -> str:
    point = district.geometry.representative_point()
    x, y = place(point.x, point.y)
    name = str(Words({"ko": district.name_ko, "en": district.name_en}))
    number = shown(chart["key"], row["value"], row["hidden"])
    halo = 'text-anchor="middle" stroke="#ffffff" stroke-width="3" paint-order="stroke"'
    return (
        f'<text x="{x:.1f}" y="{y - 3:.1f}" font-size="13" fill="{TEXT}" {halo}>{escape(name)}</text>'
        f'<text x="{x:.1f}" y="{y + 13:.1f}" font-size="13" font-weight="700" fill="{TEXT}" {halo}>'
        f"{escape(number)}</text>"
    )


def _legend(classes, chart, top: int) -> tuple[str, int]:
    unit = str(BY_KEY[chart["key"]].unit)
    lines = [
        (_shade(high, classes), f"{shown(chart['key'], low)}~{shown(chart['key'], high)}")
        for low, high in classes
    ] or [(NO_VALUE, _("no value"))]
    parts = [
        f'<text x="{MARGIN}" y="{top + 18}" font-size="13" fill="{TEXT}">'
        f"{escape(_('Legend (%(unit)s), about as many districts in each class') % {'unit': unit})}</text>"
    ]
    width = (WIDTH - 2 * MARGIN) / max(len(lines), 1)
    for number, (shade, words) in enumerate(lines):
        x = MARGIN + number * width
        parts.append(
            f'<rect x="{x:.0f}" y="{top + 28}" width="22" height="16" fill="{shade}" stroke="#8a949e"/>'
            f'<text x="{x + 28:.0f}" y="{top + 41}" font-size="13" fill="{TEXT}">{escape(words)}</text>'
        )
    return f"<g>{''.join(parts)}</g>", 2 * LINE + MARGIN


def districts_geojson(frozen: dict[str, Any], frame) -> str:
    """Every figure that is cut by district, on the outlines (RFC 7946: WGS84, counter-clockwise)."""
    import shapely

    figures: dict[str, dict[str, Any]] = {}
    for row in frozen["cuts"]:
        if set(row["cut"]) == {"district"}:
            of = figures.setdefault(row["cut"]["district"], {})
            of[row["key"]] = plain_number(row["value"])
    features = []
    for district in frame.to_crs("EPSG:4326").itertuples():
        shape = shapely.set_precision(district.geometry, 1e-6)
        features.append({
            "type": "Feature",
            "id": district.code,
            "properties": {
                "code": district.code, "name_ko": district.name_ko, "name_en": district.name_en,
                "persons": plain_number(None if district.persons != district.persons else district.persons),
                **figures.get(district.code, {}),
            },
            "geometry": json.loads(shapely.to_geojson(counter_clockwise(shape))),
        })  # fmt: skip
    collection: dict[str, Any] = {"type": "FeatureCollection", "as_of": frozen["as_of"]}
    if frozen["is_demo"]:
        collection["mark"] = "시연용 demonstration"
    return json.dumps(collection | {"features": features}, ensure_ascii=False)


def counter_clockwise(shape):
    """Outer rings counter-clockwise, holes clockwise."""
    import shapely

    return shapely.orient_polygons(shape, exterior_cw=False)
