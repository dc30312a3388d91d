"""Reads dates and numbers as they are written in Korean files."""

import re
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

# A cell like this is a gap: the reading is missing, which is not a zero.
GAPS = {
    "",
    "-",
    "--",
    ".",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "결측",
    "미측정",
    "점검중",
    "통신장애",
}

# What no sensor measures: beyond these a cell is a slip, and averages would fail.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
LARGEST = 1e12

_DAY = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:[T\s]+(.+))?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]*(\d.*))?")
_CLOCK = re.compile(
    r"(오전|오후|AM|PM)?\s*(\d{1,2}?)(?:시|:?(\d{2})(?:분|:?(\d{2})(?:\.\d+)?)?)?"
    r"\s*(AM|PM)?\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[+-]?(?=\.?\d)(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII
)


class CellRefused(ValueError):
    """str() is the reason that stands beside the row."""


def read_at(day: str, clock: str = "") -> datetime:
    """2021-01-01, 20210101, 2021. 1. 1., with or without a time; without an offset it is local.
    24시 is the midnight that ends the day, as air quality files have it."""
    text = f"{day.strip()} {clock.strip()}".strip()
    match = _DAY.fullmatch(text) or _PACKED.fullmatch(text)
    if match is None:
        raise CellRefused(_("“%(text)s” is not a date.") % {"text": text[:40]})
    year, month, date, rest = match.groups()
    hour, minute, second, offset = _read_clock(rest, text)
    try:
        if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
            raise ValueError(year)
        at = datetime(int(year), int(month), int(date), hour % 24, minute, second)
        if hour == 24:
            at += timedelta(days=1)
        return datetime.fromisoformat(f"{at.isoformat()}{offset}") if offset else _local(at)
    except (ValueError, OverflowError) as error:
        raise CellRefused(_("“%(text)s” is not a date.") % {"text": text[:40]}) from error


def _read_clock(text: str | None, whole: str) -> tuple[int, int, int, str]:
    if not text:
        return 0, 0, 0, ""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise CellRefused(_("“%(text)s” is not a date.") % {"text": whole[:40]})
    half, hours, minutes, seconds, half_after, offset = match.groups()
    hour, half = int(hours), (half or half_after or "").upper()
    if half in ("오후", "PM") and hour < 12:
        hour += 12
    elif half in ("오전", "AM") and hour == 12:
        hour = 0
    if hour > 24 or (hour == 24 and (int(minutes or 0) or int(seconds or 0))):
        raise CellRefused(_("“%(text)s” is not a date.") % {"text": whole[:40]})
    return hour, int(minutes or 0), int(seconds or 0), (offset or "").upper()


def _local(at: datetime) -> datetime:
    return timezone.make_aware(at)


def read_value(text: str) -> float | None:
    """A number, or None for a gap."""
    text = text.strip()
    if text.casefold() in GAPS:
        return None
    value = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
    if value is None or abs(value) > LARGEST:
        raise CellRefused(_("“%(text)s” is not a number.") % {"text": text[:40]})
    return value
