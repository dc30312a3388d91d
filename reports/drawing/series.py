"""Values over time: day by day around a pilot, lines by month, and one small picture a district."""

from typing import Any

from django.utils.translation import gettext as _

from reports.drawing.look import BLUE, DASHES, DEEP, GREY, MARKS, SERIES, Canvas
from reports.drawing.points import axis_of, ends_of, month_label, points_of, unit_of

HEIGHT = 240


def days(alt, chart: dict[str, Any], canvas: Canvas):
    """Day by day, with a line where the pilot began."""
    names = {1: _("test sites"), 2: _("comparison sites")}
    values = [
        {"day": row[0], "value": row[column], "where": name}
        for row in chart["rows"]
        for column, name in names.items()
        if len(row) > column and row[column] is not None
    ]
    told = list(dict.fromkeys(value["where"] for value in values))
    legend = alt.Legend(orient="top", title=None) if len(told) > 1 else None
    dates = alt.Axis(
        format="%y.%m.%d", labelOverlap="greedy", labelSeparation=10, tickCount=3 if canvas.is_narrow else 5
    )  # fmt: skip
    lines = alt.Chart(alt.Data(values=values)).mark_line(strokeWidth=2).encode(
        x=alt.X("day:T", title=None, axis=dates),
        y=alt.Y(
            "value:Q", title=unit_of(chart), scale=alt.Scale(zero=False),
            axis=alt.Axis(tickCount=5, format=",~f"),
        ),
        color=alt.Color(
            "where:N", legend=legend, scale=alt.Scale(domain=told, range=[BLUE, GREY][: len(told)])
        ),
        # The same names as the colours: one legend shows both the colour and the dash.
        strokeDash=alt.StrokeDash(
            "where:N", legend=legend, scale=alt.Scale(domain=told, range=[[1, 0], [5, 3]][: len(told)])
        ),
    )  # fmt: skip
    layers = [lines, *_start(alt, chart)]
    return alt.layer(*layers).properties(width=canvas.width, height=HEIGHT)


def _start(alt, chart: dict[str, Any]) -> list[Any]:
    began = chart["said"]["periods"].get("after_from")
    if not began:
        return []
    start = alt.Chart(alt.Data(values=[{"day": began, "word": _("start of the pilot")}]))
    word = start.mark_text(align="left", dx=4, baseline="top", fontSize=13, color=DEEP)
    return [
        start.mark_rule(color=DEEP, strokeDash=[4, 3]).encode(x="day:T"),
        word.encode(x="day:T", y=alt.value(2), text="word:N"),
    ]


def lines(alt, chart: dict[str, Any], canvas: Canvas):
    """Up to six series by month, each with its own colour, dash and mark, named once above."""
    points = [point | {"label": month_label(point["code"])} for point in points_of(chart)]
    order = list(dict.fromkeys(point["label"] for point in points))
    told = list(dict.fromkeys(point["of"] for point in points))
    legend = (
        alt.Legend(orient="top", title=None, columns=1 if canvas.is_narrow else 3)
        if len(told) > 1
        else None
    )

    def one_of(shorthand, channel, values):
        scale = alt.Scale(domain=told, range=list(values[: len(told)]))
        return channel(shorthand, legend=legend, scale=scale)

    x = alt.X(
        "label:N", sort=order, title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8),
    )  # fmt: skip
    y = alt.Y(
        "value:Q", title=unit_of(chart), scale=alt.Scale(domain=ends_of(chart, points, 1.05)),
        axis=alt.Axis(**axis_of(chart)),
    )  # fmt: skip
    base = alt.Chart(alt.Data(values=points)).encode(
        x=x, y=y, color=one_of("of:N", alt.Color, SERIES)
    )
    line = base.mark_line(strokeWidth=2).encode(strokeDash=one_of("of:N", alt.StrokeDash, DASHES))
    mark = base.mark_point(filled=True, size=60, opacity=1).encode(
        shape=one_of("of:N", alt.Shape, MARKS)
    )
    return alt.layer(line, mark).properties(width=canvas.width, height=HEIGHT)


def multiples(alt, chart: dict[str, Any], canvas: Canvas):
    """One small picture for each part of the city, all on one scale so that they compare."""
    points = [point | {"label": month_label(point["code"])} for point in points_of(chart)]
    order = list(dict.fromkeys(point["label"] for point in points))
    parts = list(dict.fromkeys(point["of"] for point in points))
    across = 2 if canvas.is_narrow else 4
    width = (canvas.width - 44 - (across - 1) * 14) / across
    ends = {"values": [order[0], order[-1]]} if len(order) > 1 else {}
    x = alt.X(
        "label:N", sort=order, title=None,
        axis=alt.Axis(labelAngle=0, ticks=False, labelFontSize=13, labelFlush=True, **ends),
    )  # fmt: skip
    y = alt.Y(
        "value:Q", title=None, scale=alt.Scale(domain=ends_of(chart, points)),
        axis=alt.Axis(tickCount=2, format=axis_of(chart)["format"], tickMinStep=1),
    )  # fmt: skip
    return (
        alt.Chart(alt.Data(values=points))
        .mark_bar(color=BLUE)
        .encode(x=x, y=y)
        .properties(width=width, height=64)
        .facet(facet=alt.Facet("of:N", sort=parts, title=None), columns=across, spacing=14)
    )
