"""What pilot pages say about figures: sentences, amounts with their unit, places in a chart."""

from django import template

from pilots import draw, say

register = template.Library()
register.filter("says", say.says)
register.filter("amount", say.amount)
register.filter("in_language", say.in_language)
register.filter("method", say.method_of)


@register.filter
def in_unit(value, unit):
    return say.with_unit(value, unit)


@register.filter
def counted(n, comparison):
    return say.unit_counted(comparison, n)


@register.inclusion_tag("pilots/_chart.html")
def measure_chart(comparison):
    """The picture of one comparison, or nothing where there is nothing to draw."""
    return {
        "comparison": comparison,
        "chart": draw.chart_of(comparison),
        "bars": draw.bars_of(comparison) if comparison["source"] != "observations" else None,
    }
