"""Draws a map of districts shaded by a figure, and writes the same values as GeoJSON."""

import json
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _

from city.words import LANGUAGES, Words
from reports.charts import describe, picture_name, with_words
from reports.drawing.classes import class_of, limits_of, ranges_of
from reports.drawing.look import CANVASES, FONTS, TEXT, WIDE, Canvas
from reports.drawing.names import RADIUS, SIZE, Mark, place_marks, width_of
from reports.extract.files import open_extract
from reports.figures import BY_KEY
from reports.show import plain_number, shown

KOREA = "EPSG:5179"  # metres, for all of Korea: shapes and areas keep their proportions
# Light enough for dark words on each of them, and each darker than the one before also in grey.
SHADES = ("#f1f6ff", "#cfe0fd", "#a5c5fb", "#76a5f8", "#4a87f5")
LINES = "#58616a"
MARGIN, LINE = 8, 24
HIGHEST = 620  # a long and narrow city would make a picture that nobody can see whole
# Details smaller than this share of the city's width cannot be seen at this size.
DETAIL = 1 / 700
HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff"/>'
    '<rect width="2.2" height="7" fill="#b1b8be"/></pattern></defs>'
)


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


def draw_maps(frozen: dict[str, Any], frame) -> dict[str, str]:
    """Every map of a report, in both languages, wide and for a phone, with its file of outlines."""
    drawn = {"districts.geojson": districts_geojson(frozen, frame)}
    for chart in frozen["charts"]:
        if chart["kind"] == "map":
            for language in LANGUAGES:
                for canvas in CANVASES:
                    name = picture_name(chart, language, canvas)
                    drawn[name] = draw_map(chart, frame, language, canvas, frozen.get("boundaries"))
    return drawn


def draw_map(
    chart: dict[str, Any],
    frame,
    language: str,
    canvas: Canvas = WIDE,
    boundaries: dict | None = None,
) -> str:
    """The shaded map as an SVG document. Every district carries its number, not only its shade."""
    values = {row["code"]: row for row in chart["rows"]}
    with translation.override(language):
        limits = limits_of([row["value"] for row in chart["rows"] if row["value"] is not None])
        place, height = _fit(frame, canvas)
        shapes, marks, missing = [], [], set()
        for district in frame.itertuples():
            row = values.get(district.code, {"value": None, "hidden": False})
            if row["value"] is None:
                missing.add(row["hidden"])
            shapes.append(
                f'<path d="{_path(district.geometry, place)}" fill="{_shade(row["value"], limits)}" '
                f'stroke="{LINES}" stroke-width="0.8" stroke-linejoin="round"/>'
            )
            marks.append(_mark(district, row, chart, place))
        place_marks(marks, only_numbers=canvas.is_narrow)
        below = [
            *_list(marks, canvas, height + LINE),
            *_legend(limits, missing, chart, canvas, height + LINE + _list_height(marks, canvas)),
        ]
        whole = _end_of(below, height) + MARGIN
        sources = _sources(boundaries, whole)
        whole += (len(sources) + 0.3) * LINE
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{canvas.width}" height="{whole:.0f}" '
            f'viewBox="0 0 {canvas.width} {whole:.0f}" font-family="{FONTS}" font-size="{SIZE}" fill="{TEXT}">'
            f'{HATCH}<rect width="{canvas.width}" height="{whole:.0f}" fill="#ffffff"/>'
            f'<g>{"".join(shapes)}</g><g aria-hidden="true">{"".join(map(_words, marks))}</g>'
            f"<g>{''.join(text for text, _y in below)}{''.join(sources)}</g></svg>"
        )
        return with_words(svg, str(Words(chart["title"])), describe(chart), language)


def _shade(value: float | None, limits: list[float]) -> str:
    if value is None or not limits:
        return "url(#hatch)"
    # Few classes spread over the whole scale, so that low and high can be told apart.
    step = (len(SHADES) - 1) / max(len(limits) - 2, 1)
    return SHADES[round(class_of(value, limits) * step)]


def _fit(frame, canvas: Canvas):
    """From metres to the picture: a function, and how high the picture becomes."""
    if not len(frame):
        return (lambda x, y: (x, y)), MARGIN * 2
    west, south, east, north = frame.total_bounds
    scale = min((canvas.width - 2 * MARGIN) / (east - west), HIGHEST / (north - south))
    left = (canvas.width - (east - west) * scale) / 2

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


# ── Names ────────────────────────────────────────────────────────────────────────────────────


def _mark(district, row: dict[str, Any], chart: dict[str, Any], place) -> Mark:
    point = district.geometry.representative_point()
    west, _south, east, _north = district.geometry.bounds
    return Mark(
        spot=place(point.x, point.y),
        name=str(Words({"ko": district.name_ko, "en": district.name_en})),
        value=shown(chart["key"], row["value"], row["hidden"]),
        room=(place(east, 0)[0] - place(west, 0)[0]) * 0.85,
    )


def _words(mark: Mark) -> str:
    """The name and the value on the district; or a number in a circle, with a line to its spot."""
    (x, y), (spot_x, spot_y) = mark.at, mark.spot
    if not mark.number:
        lines = (
            f'<tspan x="{x:.1f}" y="{y - 3:.1f}">{escape(mark.name)}</tspan>'
            f'<tspan x="{x:.1f}" y="{y + 14:.1f}" font-weight="700">{escape(mark.value)}</tspan>'
        )
        # White below the letters, so that borders do not cross them: two texts, because a
        # stroke painted first is not known to every program.
        halo = f'<text text-anchor="middle" stroke="#ffffff" stroke-width="3">{lines}</text>'
        return halo + f'<text text-anchor="middle">{lines}</text>'
    line = ""
    if abs(x - spot_x) + abs(y - spot_y) > RADIUS:
        line = (
            f'<path d="M{spot_x:.1f},{spot_y:.1f}L{x:.1f},{y:.1f}" stroke="{TEXT}"/>'
            f'<circle cx="{spot_x:.1f}" cy="{spot_y:.1f}" r="2"/>'
        )
    return line + _circle(x, y, mark.number)


def _circle(x: float, y: float, number: int) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="#ffffff" stroke="{TEXT}"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-weight="700">{number}</text>'
    )


def _across(marks: list[Mark], canvas: Canvas) -> int:
    widest = max((_told_width(mark) for mark in marks), default=1)
    return max(1, min(4, int((canvas.width - 2 * MARGIN) // widest)))


def _told_width(mark: Mark) -> float:
    return 2 * RADIUS + 8 + width_of(f"{mark.name} {mark.value}") + 16


def _list_height(marks: list[Mark], canvas: Canvas) -> float:
    numbered = [mark for mark in marks if mark.number]
    if not numbered:
        return 0
    return -(-len(numbered) // _across(numbered, canvas)) * LINE + MARGIN


def _list(marks: list[Mark], canvas: Canvas, top: float) -> list[tuple[str, float]]:
    """Below the map: what the numbers on it are called, down and then across."""
    numbered = [mark for mark in marks if mark.number]
    across = _across(numbered, canvas)
    down = -(-len(numbered) // across)
    width = (canvas.width - 2 * MARGIN) / across
    lines = []
    for place, mark in enumerate(numbered):
        x, y = MARGIN + RADIUS + place // down * width, top + place % down * LINE
        lines.append((
            f'{_circle(x, y, mark.number)}<text x="{x + RADIUS + 6:.1f}" y="{y + 5:.1f}">'
            f'{escape(mark.name)} <tspan font-weight="700">{escape(mark.value)}</tspan></text>', y,
        ))  # fmt: skip
    return lines


# ── Legend ───────────────────────────────────────────────────────────────────────────────────


def _legend(limits, missing, chart, canvas: Canvas, top: float) -> list[tuple[str, float]]:
    """The classes with their round limits; what is hidden or missing stands there too, hatched."""
    unit = {"unit": Words(BY_KEY[chart["key"]].unit)}
    lines = [
        (f'<text x="{MARGIN}" y="{top:.0f}">{escape(_("Classes (%(unit)s)") % unit)}</text>', top)
    ]
    entries = [
        (_shade(low, limits), _range(low, high, high == limits[-1]))
        for low, high in ranges_of(limits)
    ]
    words = {True: _("hidden: too few people"), False: _("no value")}
    entries += [("url(#hatch)", words[hidden]) for hidden in sorted(missing)]
    widest = max((width_of(text) for _shade_of, text in entries), default=1) + 28 + 14
    across = max(1, int((canvas.width - 2 * MARGIN) // widest))
    for place, (shade, text) in enumerate(entries):
        x, y = MARGIN + place % across * widest, top + (place // across + 1) * LINE
        lines.append((
            f'<rect x="{x:.0f}" y="{y - 13:.0f}" width="22" height="16" fill="{shade}" stroke="{LINES}"/>'
            f'<text x="{x + 28:.0f}" y="{y:.0f}">{escape(text)}</text>', y,
        ))  # fmt: skip
    return lines


def _range(low: float, high: float, is_last: bool) -> str:
    """Two classes share a limit: it belongs to the upper one, and the last holds its own."""
    numbers = {"low": plain_number(low), "high": plain_number(high)}
    if low == high:
        return str(numbers["low"])
    return (_("%(low)s to %(high)s") if is_last else _("%(low)s to under %(high)s")) % numbers


def _sources(boundaries: dict | None, top: float) -> list[str]:
    """경계 기준일: whose outlines these are, and as of which day."""
    if not boundaries:
        return []
    said = [
        ", ".join(boundaries["sources"]),
        boundaries["valid_from"] and _("boundaries as of %(day)s") % {"day": boundaries["valid_from"]},
        boundaries["population_on"] and _("residents as of %(day)s") % {"day": boundaries["population_on"]},
    ]  # fmt: skip
    return [
        f'<text x="{MARGIN}" y="{top + (n + 0.7) * LINE:.0f}" font-size="13" fill="{LINES}">{escape(one)}</text>'
        for n, one in enumerate(filter(None, said))
    ]


def _end_of(lines: list[tuple[str, float]], height: float) -> float:
    return max((y for _text, y in lines), default=height)


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
