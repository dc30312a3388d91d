"""Draws the charts of a report as SVG files, from its frozen tables, in both languages."""

import re
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _

from city.words import Words
from reports.figures import BY_KEY
from reports.show import shown

# The reader's own fonts: an SVG file cannot bring its own under our content security policy.
FONTS = (
    "Pretendard GOV, Pretendard, Noto Sans KR, Noto Sans CJK KR, Apple SD Gothic Neo, "
    "Malgun Gothic, NanumGothic, sans-serif"
)
BLUE, DEEP, GREY, TEXT, SOFT = "#256ef4", "#083891", "#8a949e", "#1e2124", "#58616a"
WIDTH = 440
COUNT = ",d"  # a bare "," writes 150 as 1.5e+2


def draw(chart: dict[str, Any], language: str) -> str:
    """One chart as an SVG document with a title and a description for screen readers."""
    import altair as alt
    import vl_convert

    with translation.override(language):
        spec = DRAWERS[chart["kind"]](alt, chart).configure(**_look()).to_dict()
        svg = vl_convert.vegalite_to_svg(spec)
        return with_words(svg, str(Words(chart["title"])), describe(chart), language)


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
    told = ", ".join(
        f"{Words(row['label'])} {shown(chart['key'], row['value'], row['hidden'])}"
        for row in rows[:12]
    )
    if len(rows) > 12:
        told += " …"
    return told or _("There is nothing to count yet.")


def _look() -> dict[str, Any]:
    axis = {
        "labelFont": FONTS, "titleFont": FONTS, "labelFontSize": 14, "titleFontSize": 13,
        "labelColor": TEXT, "titleColor": SOFT, "titleFontWeight": "normal", "labelLimit": 200,
        "gridColor": "#e6e8ea", "domainColor": GREY, "tickColor": GREY,
    }  # fmt: skip
    return {
        "font": FONTS, "axis": axis, "view": {"stroke": None}, "background": "#ffffff",
        "padding": 6, "legend": {"labelFont": FONTS, "labelFontSize": 13, "titleFont": FONTS},
    }  # fmt: skip


def _points(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """Hidden and empty values are not drawn; their place on the axis says why."""
    return [
        {
            "label": str(Words(row["label"])),
            "value": row["value"],
            "n": row["n"],
            "shown": shown(chart["key"], row["value"], row["hidden"]),
        }
        for row in chart["rows"]
    ]


def _unit(chart: dict[str, Any]) -> str:
    return str(Words(chart.get("unit") or BY_KEY[chart["key"]].unit))


def _bars(alt, chart):
    """Lying bars, longest first, each with its number."""
    points = _points(chart)
    order = [point["label"] for point in points]
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "value:Q",
        title=_unit(chart),
        scale=_scale(alt, chart),
        axis=alt.Axis(tickCount=5, format=COUNT),
    )
    base = alt.Chart(alt.Data(values=points)).encode(y=y)
    bars = base.mark_bar(color=BLUE, cornerRadiusEnd=3, height={"band": 0.65}).encode(x=x)
    numbers = base.mark_text(align="left", dx=5, fontSize=14, color=TEXT, font=FONTS).encode(
        x=alt.X("value:Q"), text="shown:N"
    )
    return (bars + numbers).properties(width=WIDTH - 150, height=max(len(points), 1) * 32)


def _columns(alt, chart):
    """Standing columns, one a month."""
    points = [point | {"label": point["label"][2:].replace("-", ".")} for point in _points(chart)]
    order = [point["label"] for point in points]
    x = alt.X(
        "label:N", sort=order, title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=10, ticks=False),
    )  # fmt: skip
    y = alt.Y("value:Q", title=_unit(chart), axis=alt.Axis(tickCount=5, format=COUNT))
    return (
        alt.Chart(alt.Data(values=points))
        .mark_bar(color=BLUE, cornerRadiusEnd=2)
        .encode(x=x, y=y)
        .properties(width=WIDTH - 60, height=220)
    )


def _scale(alt, chart):
    if chart["key"] in BY_KEY and BY_KEY[chart["key"]].is_share:
        return alt.Scale(domain=[0, 100])
    return alt.Scale(domainMin=0)


def _change(alt, chart):
    """The averages before and after, and the difference with its interval in words."""
    points = _points(chart)
    order = [point["label"] for point in points]
    color = alt.Color(
        "label:N", sort=order, legend=None, scale=alt.Scale(domain=order, range=[GREY, BLUE])
    )
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    base = alt.Chart(alt.Data(values=points)).encode(y=y)
    x = alt.X(
        "value:Q", title=_unit(chart), scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=5)
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.6}).encode(x=x, color=color)
    numbers = base.mark_text(align="left", dx=5, fontSize=14, color=TEXT, font=FONTS).encode(
        x=alt.X("value:Q"), text="shown:N"
    )
    return (bars + numbers).properties(width=WIDTH - 110, height=90)


def _days(alt, chart):
    """Day by day, with a line where the pilot began."""
    names = {1: _("test sites"), 2: _("comparison sites")}
    values = [
        {"day": row[0], "value": row[column], "where": name}
        for row in chart["rows"]
        for column, name in names.items()
        if len(row) > column and row[column] is not None
    ]
    lines = alt.Chart(alt.Data(values=values)).mark_line(strokeWidth=2).encode(
        x=alt.X(
            "day:T", title=None,
            axis=alt.Axis(
                format="%y.%m.%d", labelOverlap="greedy", labelSeparation=10, tickCount=5
            ),
        ),
        y=alt.Y("value:Q", title=_unit(chart), scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5)),
        color=alt.Color(
            "where:N", title=None, legend=alt.Legend(orient="top"),
            scale=alt.Scale(domain=list(names.values()), range=[BLUE, GREY]),
        ),
        strokeDash=alt.StrokeDash(
            "where:N", title=None, legend=None,
            scale=alt.Scale(domain=list(names.values()), range=[[1, 0], [5, 3]]),
        ),
    )  # fmt: skip
    began = chart["said"]["periods"].get("after_from")
    if not began:
        return lines.properties(width=WIDTH - 60, height=220)
    start = alt.Data(values=[{"day": began, "word": _("start of the pilot")}])
    rule = alt.Chart(start).mark_rule(color=DEEP, strokeDash=[4, 3]).encode(x="day:T")
    word = (
        alt.Chart(start)
        .mark_text(align="left", dx=4, baseline="top", fontSize=12, color=DEEP, font=FONTS)
        .encode(x="day:T", y=alt.value(2), text="word:N")
    )
    return (lines + rule + word).properties(width=WIDTH - 60, height=220)


DRAWERS = {"bars": _bars, "columns": _columns, "change": _change, "days": _days}
