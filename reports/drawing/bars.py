"""Lying bars with their numbers, standing columns by month, and what changed with its interval."""

import json
from typing import Any

from django.utils.translation import gettext as _

from city.words import Words
from reports.drawing.look import BLUE, GREY, TEXT, Canvas
from reports.drawing.points import axis_of, ends_of, month_label, points_of
from reports.figures import MEASURE_CHANGE
from reports.show import shown

BAR, NAMED_BAR = 34, 48  # the height of a bar; with its name above it


def bars(alt, chart: dict[str, Any], canvas: Canvas):
    """One bar a row, longest first, each with its number and, where there is one, its interval."""
    points = points_of(chart)
    longest = max((len(point["shown"]) for point in points), default=1)
    room = 1 + 0.035 * (longest + 1) * 600 / canvas.width
    scale = alt.Scale(domain=ends_of(chart, points, room), nice=False)
    plot = _rows(alt, points, scale, canvas, [BLUE])
    return plot.properties(width=canvas.width, height=_height(points, canvas))


def _height(points: list[dict], canvas: Canvas) -> int:
    return max(len(points), 1) * (NAMED_BAR if canvas.is_narrow else BAR)


def _rows(alt, points: list[dict], scale, canvas: Canvas, colours: list[str]):
    """Bars, numbers and whiskers. On a narrow picture the names stand above their bars."""
    order = [point["code"] for point in points]
    names = {point["code"]: point["label"] for point in points}
    told = alt.Axis(ticks=False, domain=False, labelExpr=f"({_as_object(names)})[datum.value]")
    y = alt.Y("code:N", sort=order, title=None, axis=None if canvas.is_narrow else told)
    base = alt.Chart(alt.Data(values=points)).encode(y=y)
    x = alt.X("value:Q", title=None, scale=scale, axis=None)
    colour = alt.Color(
        "code:N", sort=order, legend=None,
        scale=alt.Scale(domain=order, range=[colours[i % len(colours)] for i in range(len(order))]),
    )  # fmt: skip
    height, drop = (16, 10) if canvas.is_narrow else (20, 0)
    bar = base.mark_bar(cornerRadiusEnd=3, height=height, yOffset=drop).encode(x=x, color=colour)
    number = base.mark_text(align="left", dx=6, dy=drop, fontWeight="bold").encode(
        x=alt.X("at:Q"), text="shown:N"
    )
    layers = [bar, *_whiskers(alt, base, points, drop), number]
    if canvas.is_narrow:
        layers.append(base.mark_text(align="left", dy=-10).encode(x=alt.value(0), text="label:N"))
    return alt.layer(*layers)


def _whiskers(alt, base, points: list[dict], drop: int) -> list[Any]:
    if not any(point["low"] is not None for point in points):
        return []
    rule = base.mark_rule(color=TEXT, strokeWidth=2, yOffset=drop, y2Offset=drop).encode(
        x="low:Q", x2="high:Q"
    )
    end = {"color": TEXT, "thickness": 2, "size": 12, "yOffset": drop, "orient": "vertical"}
    return [rule, base.mark_tick(**end).encode(x="low:Q"), base.mark_tick(**end).encode(x="high:Q")]


def _as_object(names: dict[str, str]) -> str:
    return json.dumps(names, ensure_ascii=False)


def columns(alt, chart: dict[str, Any], canvas: Canvas):
    """Standing columns, one a month; a month in which nothing happened says 0."""
    points = [point | {"label": month_label(point["code"])} for point in points_of(chart)]
    order = [point["label"] for point in points]
    x = alt.X(
        "label:N", sort=order, title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, ticks=False),
        scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
    )  # fmt: skip
    scale = alt.Scale(domain=ends_of(chart, points, 1.1), nice=False)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(**axis_of(chart)))
    base = alt.Chart(alt.Data(values=points)).encode(x=x)
    bar = base.mark_bar(color=BLUE, cornerRadiusEnd=2, width=_width(points, canvas)).encode(y=y)
    layers = [bar, *([_numbers(alt, base)] if _have_room(points, canvas) else [])]
    return alt.layer(*layers).properties(width=canvas.width, height=220)


def _numbers(alt, base):
    return base.mark_text(dy=-8, fontSize=13).encode(y="at:Q", text="shown:N")


def _step(points: list[dict], canvas: Canvas) -> float:
    return (canvas.width - 50) / max(len(points), 1)


def _width(points: list[dict], canvas: Canvas) -> float:
    """One month alone is a column, not a wall."""
    return min(56, _step(points, canvas) * 0.72)


def _have_room(points: list[dict], canvas: Canvas) -> bool:
    return max((len(p["shown"]) for p in points), default=0) * 8 + 2 <= _step(points, canvas)


def change(alt, chart: dict[str, Any], canvas: Canvas):
    """The averages before and after with their numbers; below, the difference with its interval."""
    points = points_of(chart)
    scale = alt.Scale(domain=ends_of(chart, points, 1.3 if canvas.is_narrow else 1.16), nice=False)
    means = _rows(alt, points, scale, canvas, [GREY, BLUE])
    means = means.properties(width=canvas.width - _left(canvas), height=_height(points, canvas))
    said = chart["said"]
    if said.get("difference") is None or said.get("low") is None:
        return means
    return alt.vconcat(means, _difference(alt, chart, canvas), spacing=14).resolve_scale(
        x="independent", y="independent", color="independent"
    )


def _left(canvas: Canvas) -> int:
    return 0 if canvas.is_narrow else 60


def _difference(alt, chart: dict[str, Any], canvas: Canvas):
    """A point between two ends on a line that shows where no change would be."""
    said = chart["said"]
    key = MEASURE_CHANGE.key
    told = (
        f"{shown(key, said['difference'])} ({shown(key, said['low'])} ~ {shown(key, said['high'])})"
    )
    values = alt.Data(
        values=[{**{n: said[n] for n in ("difference", "low", "high")}, "shown": told}]
    )
    reach = max(abs(said["low"]), abs(said["high"]), abs(said["difference"])) * 1.15 or 1
    scale = alt.Scale(
        domain=[min(-reach * 0.35, said["low"] * 1.15), max(reach * 0.35, said["high"] * 1.15)]
    )
    x = alt.X(
        "difference:Q", scale=scale,
        title=_("Difference with its 95%% interval (%(unit)s)") % {"unit": Words(chart["unit"])},
        axis=alt.Axis(tickCount=5, format=",~f", grid=False),
    )  # fmt: skip
    base = alt.Chart(values).encode(y=alt.value(34))
    end = {"color": TEXT, "thickness": 2, "size": 14, "orient": "vertical"}
    none = alt.Chart(alt.Data(values=[{"at": 0, "word": _("no change")}]))
    return alt.layer(
        none.mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=alt.X("at:Q", scale=scale)),
        none.mark_text(fontSize=13, dy=6, align="left", dx=4, baseline="top").encode(
            x="at:Q", y=alt.value(44), text="word:N"
        ),
        base.mark_rule(color=TEXT, strokeWidth=2).encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q"
        ),
        base.mark_tick(**end).encode(x="low:Q"),
        base.mark_tick(**end).encode(x="high:Q"),
        base.mark_point(filled=True, size=130, color=BLUE, opacity=1, shape="diamond").encode(x=x),
        base.mark_text(dy=-18, fontWeight="bold").encode(x="difference:Q", text="shown:N"),
    ).properties(width=canvas.width - _left(canvas) - 10, height=66)
