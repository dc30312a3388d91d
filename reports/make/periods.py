"""Weeks, months and years that have ended: how they are written, named and chosen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.utils.formats import date_format

from city.words import Words, in_both
from reports.models import ReportKind

WEEK, MONTH, YEAR = ReportKind.Period.WEEK, ReportKind.Period.MONTH, ReportKind.Period.YEAR
# As many as somebody looks through in a list.
AT_MOST = {WEEK: 53, MONTH: 36, YEAR: 20}
WRITTEN = {
    WEEK: re.compile(r"(?P<year>[0-9]{4})-W(?P<number>[0-9]{2})"),
    MONTH: re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})"),
    YEAR: re.compile(r"(?P<year>[0-9]{4})"),
}


@dataclass(frozen=True)
class Period:
    """Some days of the city, both ends included. `key`: 2026-W42, 2026-10, 2026."""

    key: str
    since: date
    until: date
    name: Words


def period_around(length: str, day: date) -> Period:
    """The week (Monday to Sunday), month or year in which a day lies."""
    since = _first_day(length, day)
    return Period(_key(length, since), since, _last_day(length, since), _name(length, since))


def read(length: str, key: str) -> Period | None:
    """What somebody wrote, or nothing where there is no such week, month or year."""
    found = WRITTEN[ReportKind.Period(length)].fullmatch(key)
    if found is None:
        return None
    year, number = int(found["year"]), int(found.groupdict().get("number") or 1)
    try:
        if length == WEEK:
            return period_around(length, date.fromisocalendar(year, number, 1))
        return period_around(length, date(year, number if length == MONTH else 1, 1))
    except (ValueError, OverflowError):
        return None


def ended(length: str, today: date, first: date) -> list[Period]:
    """Those that are over, newest first, back to the first day of which there is anything."""
    found = _backwards(length, today, first)
    return list(islice(found, AT_MOST[ReportKind.Period(length)]))


def last_ended(length: str, today: date) -> Period:
    return period_around(length, _first_day(length, today) - timedelta(days=1))


def _backwards(length: str, today: date, first: date) -> Iterator[Period]:
    period = last_ended(length, today)
    while period.until >= first:
        yield period
        period = period_around(length, period.since - timedelta(days=1))


def _first_day(length: str, day: date) -> date:
    if length == WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if length == MONTH else day.replace(month=1, day=1)


def _last_day(length: str, since: date) -> date:
    if length == WEEK:
        return since + timedelta(days=6)
    if length == MONTH:
        return (since + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return since.replace(month=12, day=31)


def _key(length: str, since: date) -> str:
    if length == WEEK:
        year, number, _weekday = since.isocalendar()
        return f"{year}-W{number:02d}"
    return f"{since:%Y-%m}" if length == MONTH else f"{since:%Y}"


def _name(length: str, since: date) -> Words:
    if length == WEEK:
        year, number, _weekday = since.isocalendar()
        return Words({"ko": f"{year}년 {number}주", "en": f"week {number} of {year}"})
    if length == MONTH:
        return in_both(lambda: date_format(since, "YEAR_MONTH_FORMAT"))
    return Words({"ko": f"{since.year}년", "en": f"{since.year}"})
