"""How the days of a figure are written."""

from collections.abc import Iterable

from django import template
from django.utils.http import urlencode

from reports.days.series import Point
from reports.show import shown
from reports.tiles import shown_n

register = template.Library()


@register.filter
def value_of_day(point: Point) -> str:
    return shown(point.holds.key, point.value, point.hidden)


@register.filter
def n_of_day(point: Point) -> str:
    return shown_n({"n": point.n, "value": point.value, "extra": {}})


@register.filter
def as_query(items: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(items))
