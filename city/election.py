"""The 180 days before an election, in which a city may not advertise what it does (공직선거법 제86조)."""

from datetime import datetime, timedelta

from django.utils import timezone

from city.models import City

DAYS_BEFORE = timedelta(days=180)


def is_before_election(at: datetime) -> bool:
    """From 180 days before the election to the day itself."""
    day = City.objects.current().election_on
    return day is not None and day - DAYS_BEFORE <= timezone.localdate(at) <= day
