"""Draws the charts of a report as SVG files, from its frozen tables, in both languages."""

import json
import re
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _

from city.words import LANGUAGES, Words
from reports.drawing.bars import bars, change, columns
from reports.drawing.look import CANVASES, FONTS, TEXT, WIDE, Canvas, look
from reports.drawing.points import only_one
from reports.drawing.series import days, lines, multiples
from reports.show import shown

__all__ = ["DRAWERS", "FONTS", "TEXT", "describe", "draw", "draw_all", "with_words"]

# How a kind of chart is drawn. What its rows hold stands in reports/drawing/points.py.
DRAWERS = {
    "bars": bars,
    "columns": columns,
    "change": change,
    "days": days,
    "lines": lines,
    "multiples": multiples,
}


def draw_all(chart: dict[str, Any]) -> dict[str, str]:
    """{"name.ko.svg": "<svg …", "name.ko.narrow.svg": …}: both languages, wide and for a phone."""
    return {
        picture_name(chart, language, canvas): draw(chart, language, canvas)
        for language in LANGUAGES
        for canvas in CANVASES
    }


def picture_name(chart: dict[str, Any], language: str, canvas: Canvas = WIDE) -> str:
    return ".".join(filter(None, [chart["name"], language, canvas.name, "svg"]))


def draw(chart: dict[str, Any], language: str, canvas: Canvas = WIDE) -> str:
    """One chart as an SVG document with a title and a description for screen readers."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    with translation.override(language):
        with debug_mode(False):  # our drawers have tests; checking costs as much as drawing
            plot = DRAWERS[chart["kind"]](alt, chart, canvas)
            spec = plot.configure(**look()).to_dict(validate=False)
        if not {"facet", "vconcat"} & spec.keys():  # those say their widths themselves
            spec["autosize"] = {"type": "fit-x", "contains": "padding"}
        svg = _svg(json.dumps(spec, sort_keys=True))
        return with_words(svg, str(Words(chart["title"])), describe(chart), language)


@lru_cache(maxsize=64)
def _svg(spec: str) -> str:
    """A report that is built again draws only what has changed."""
    import vl_convert

    return vl_convert.vegalite_to_svg(spec)


def with_words(svg: str, title: str, description: str, language: str) -> str:
    head = f'<svg role="img" aria-labelledby="title desc" lang="{language}" xml:lang="{language}" '
    words = f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
    return re.sub(r"<svg ([^>]*)>", lambda m: f"{head}{m[1]}>{words}", svg, count=1)


def describe(chart: dict[str, Any]) -> str:
    """The chart in a sentence: also the alternative text of its picture."""
    rows = chart["rows"]
    if chart["kind"] == "days":
        return _("%(count)s days, from %(first)s to %(last)s.") % {
            "count": len(rows), "first": rows[0][0], "last": rows[-1][0],
        }  # fmt: skip
    if chart["kind"] in ("lines", "multiples"):
        return _over_time(chart)
    told = ", ".join(_row(chart, row) for row in rows[:12])
    if len(rows) > 12:
        told += " …"
    told = told or _("There is nothing to count yet.")
    return f"{told}. {only_one(rows)}" if only_one(rows) and chart["kind"] == "columns" else told


def _row(chart: dict[str, Any], row: dict[str, Any]) -> str:
    return f"{Words(row['label'])} {shown(chart['key'], row['value'], row['hidden'])}"


def _over_time(chart: dict[str, Any]) -> str:
    """How far the series reach, and where each of them stands at the end."""
    months = [row["code"] for row in chart["rows"]]
    last = [row for row in chart["rows"] if row["code"] == max(months)]
    told = ", ".join(
        f"{Words(row['of'])} {shown(chart['key'], row['value'], row['hidden'])}"
        for row in last[:20]
    )
    return _("From %(first)s to %(last)s. In the last month: %(told)s.") % {
        "first": min(months), "last": max(months), "told": told,
    }  # fmt: skip
