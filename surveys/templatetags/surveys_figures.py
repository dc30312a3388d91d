"""How results pages write numbers."""

from django import template

from surveys.words import with_unit

register = template.Library()


@register.filter
def said(number: float, unit: object = "") -> str:
    return with_unit(round(number, 2), str(unit))
