"""Words for the pages of the open data."""

from django import template
from django.utils.translation import gettext_lazy as _

from reports.extract.columns import DATE, FLAG, INT, NUMBER, TEXT, TIME
from reports.opendata.shelf import format_of

register = template.Library()
KINDS = {
    TEXT: _("text"), INT: _("whole number"), NUMBER: _("number"), FLAG: _("true or false"),
    TIME: _("date and time"), DATE: _("date"),
}  # fmt: skip

register.filter("format_of", format_of)


@register.filter
def kind_in_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))
