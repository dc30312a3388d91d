"""What pilot pages say about figures: sentences, amounts with their unit, places in a chart."""

from django import template

from pilots import draw, leave, say
from pilots.evidence.power import needed, unit_counted
from pilots.plan import money

register = template.Library()
register.filter("says", say.says)
register.filter("amount", say.amount)
register.filter("in_language", say.in_language)
register.filter("method", say.method_of)
register.filter("in_won", money.in_won)
register.filter("says_later", say.says_later)
register.filter("says_worth", say.says_worth)
register.filter("limits", say.limits_said)
register.filter("leaving", leave.name_of_leaving)


@register.filter
def money_of(pilot):
    """Of a pilot of a list, whose lines are at hand."""
    return money.sum_of(money.lines_of_each([pilot]))


@register.filter
def in_unit(value, unit):
    return say.with_unit(value, unit)


@register.filter
def counted(n, comparison):
    return say.unit_counted(comparison, n)


@register.filter
def says_forecast(forecast, comparison):
    return say.says_forecast(forecast, comparison)


@register.filter
def share_missing(part):
    """0.034 → 3.4%"""
    return "" if part is None else say.with_unit(part * 100, {"ko": "%"})


@register.inclusion_tag("pilots/_chart.html")
def measure_chart(comparison):
    """The picture of one comparison, or nothing where there is nothing to draw."""
    bars = None if comparison["series"] else draw.bars_of(comparison)
    return {
        "comparison": comparison,
        "chart": draw.chart_of(comparison),
        "bars": bars,
        "bars_height": 12 + draw.BAR * len(bars or []),
    }


@register.inclusion_tag("pilots/evidence/_sample_size.html")
def sample_size(measure):
    """How many people, sites or days it takes to see the plan's smallest effect."""
    takes = needed(measure)
    kind = {"unit_of_analysis": unit_counted(measure)}
    return {
        "measure": measure,
        "needed": takes,
        "each": say.unit_counted(kind, takes.each) if takes else "",
        "more": say.unit_counted(kind, takes.with_drop_out) if takes else "",
    }
