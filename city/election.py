"""The 180 days before an election, in which a city may not advertise what it does (공직선거법 제86조)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from city.models import City

DAYS_BEFORE = timedelta(days=180)


@dataclass(frozen=True)
class OwnPraise:
    """Whether pages and letters that nobody asked for may tell what the city achieved."""

    election_on: date | None = None  # where one is near
    legal_basis: str = ""

    @property
    def is_near(self) -> bool:
        return self.election_on is not None

    @property
    def may_be_told(self) -> bool:
        return not self.is_near or bool(self.legal_basis)


def is_before_election(at: datetime) -> bool:
    """From 180 days before the election to the day itself."""
    return own_praise(at).is_near


def own_praise(at: datetime) -> OwnPraise:
    """Held back near an election until an administrator writes the legal basis in the settings.

    What somebody raised, backed or follows is their own matter and never held back.
    """
    city = City.objects.current()
    day = city.election_on
    if day is None or not day - DAYS_BEFORE <= timezone.localdate(at) <= day:
        return OwnPraise()
    return OwnPraise(day, city.election_basis)
