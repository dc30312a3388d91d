"""How a stored value is written for people, the same on every page."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from city.templatetags.words import people_number
from reports.figures import BY_KEY

NOTHING = "–"


def shown(key: str, value: float | None, hidden: bool = False) -> str:
    """1234 → "1,234"; a share keeps its decimals; small groups and empty denominators say so."""
    if hidden:
        return _("hidden")
    if value is None:
        return NOTHING
    decimals = BY_KEY[key].decimals
    if decimals == 0:
        return people_number(round(value))
    # Rounded here: number_format cuts digits off, and 66.66 would read 66.6.
    return number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)


def plain_number(value: float | None) -> Any:
    """For files: whole numbers without a fraction, nothing for nothing."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value
