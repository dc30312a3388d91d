"""Working days of a Korean office: weekends, national holidays and the city's own days off."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from city.models import DayOff


@lru_cache(maxsize=64)
def national_holidays(year: int, language: str = "ko") -> dict[date, str]:
    """The country's own days with their names, to look at beside the city's."""
    spoken = "ko" if language == "ko" else "en_US"
    return dict(holidays.country_holidays("KR", years=year, language=spoken))


@lru_cache(maxsize=64)
def _national_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))


def days_off(start: date, end: date) -> set[date]:
    """Holidays between two dates (both counted), read once for a whole calculation."""
    national = {day for year in range(start.year, end.year + 1) for day in _national_holidays(year)}
    return national | set(
        DayOff.objects.filter(date__range=(start, end)).values_list("date", flat=True)
    )


def is_working_day(day: date, off: set[date]) -> bool:
    return day.weekday() < 5 and day not in off


def end_of_day(day: date) -> datetime:
    """The midnight (local) that ends a day: what is due on it is in time before that."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_working_days(start: datetime, days: int) -> datetime:
    """The end (midnight, local) of the `days`-th working day after `start`'s day.

    The day itself does not count, as in 민법 제157조: "기간의 초일은 산입하지 아니한다".
    """
    day = timezone.localtime(start).date()
    off = days_off(day, day + timedelta(days=days * 2 + 30))
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, off)
    return end_of_day(day)


def take_working_days(end: datetime, days: int) -> datetime:
    """The due time that was `days` working days before the due time `end`, both midnights."""
    day = timezone.localtime(end).date() - timedelta(days=1)
    off = days_off(day - timedelta(days=days * 2 + 30), day)
    left = days
    while left > 0:
        day -= timedelta(days=1)
        left -= is_working_day(day, off)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def working_days_between(start: datetime, end: datetime) -> int:
    """Whole working days after `start`'s day up to `end`'s day; negative when `end` came first."""
    first, last = timezone.localtime(start).date(), timezone.localtime(end).date()
    if last < first:
        return -working_days_between(end, start)
    off = days_off(first, last)
    return sum(
        is_working_day(first + timedelta(days=n), off) for n in range(1, (last - first).days + 1)
    )
