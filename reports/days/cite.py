"""이 통계 인용하기: a permanent address, the version of its day, and a checksum of what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.digest import digest_of
from city.models import City
from reports.days.series import Point
from reports.figures import BY_KEY
from reports.models import DayFigure
from reports.show import shown


@dataclass(frozen=True)
class Citation:
    address: str
    version: int
    checksum: str
    text: str


def cite(point: Point, label: str = "") -> Citation:
    """What holds of a day, as one line to copy."""
    row = point.holds
    definition, version, checksum = BY_KEY[row.key], point.version, checksum_of(row)
    address = settings.SITE_URL + address_of(row.key, row.day, row.cut)
    parts = {
        "city": City.objects.current().name,
        "figure": f"{definition.name} ({label})" if label else definition.name,
        "value": said(row),
        "day": date_format(row.day, "DATE_FORMAT"), "version": version, "address": address,
        "checksum": checksum,
    }  # fmt: skip
    text = _(
        "%(city)s, “%(figure)s” %(value)s, as of %(day)s, version %(version)s. "
        "%(address)s (SHA-256 %(checksum)s)"
    )
    return Citation(address, version, checksum, text % parts)


def cite_all(points: Sequence[Point]) -> Citation:
    """A whole table of a day: a figure that has no value for the city alone."""
    definition, day = BY_KEY[points[0].holds.key], points[0].day
    version = max(point.version for point in points)
    checksum = digest_of([checksum_of(point.holds) for point in points])
    address = settings.SITE_URL + address_of(definition.key, day)
    text = _(
        "%(city)s, “%(figure)s”, as of %(day)s, version %(version)s. %(address)s (SHA-256 %(checksum)s)"
    )
    return Citation(address, version, checksum, text % {
        "city": City.objects.current().name, "figure": definition.name,
        "day": date_format(day, "DATE_FORMAT"), "version": version, "address": address,
        "checksum": checksum,
    })  # fmt: skip


def said(row: DayFigure) -> str:
    """217건, 217 proposals, 65.3%; a hidden value has no unit."""
    value, unit = shown(row.key, row.value, row.is_suppressed), str(BY_KEY[row.key].unit)
    if row.value is None:
        return value
    return f"{value}{unit}" if get_language() == "ko" or unit == "%" else f"{value} {unit}"


def address_of(key: str, day: date, cut: dict[str, str] | None = None) -> str:
    address = reverse("reports:figure_of_day", args=[key, day.isoformat()])
    return f"{address}?{urlencode(cut)}" if cut else address


def checksum_of(row: DayFigure) -> str:
    """Over what was told of the day; the words of a definition may be put better later."""
    return digest_of(
        {
            "key": row.key, "cut": row.cut, "day": row.day.isoformat(), "value": row.value,
            "n": row.n, "hidden": row.is_suppressed,
        }
    )  # fmt: skip
