"""The clocks of a Korean office."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from city.calendar import add_months, add_working_days, working_days_between
from city.models import DayOff
from city.words import words

pytestmark = pytest.mark.django_db


def seoul(*when):
    return timezone.make_aware(datetime(*when))


def test_the_day_itself_and_the_weekend_do_not_count():
    friday_noon = seoul(2026, 11, 20, 12)

    assert add_working_days(friday_noon, 1) == seoul(2026, 11, 24)  # the end of Monday


def test_the_clock_stands_still_over_seollal():
    before_seollal = seoul(2026, 2, 13, 9)  # Friday; 16 to 18 February are holidays

    assert add_working_days(before_seollal, 2) == seoul(2026, 2, 21)


def test_a_city_may_have_days_off_of_its_own():
    DayOff.objects.create(date="2026-11-23", name=words("시민의 날"))

    assert add_working_days(seoul(2026, 11, 20, 12), 1) == seoul(2026, 11, 25)


def test_working_days_are_counted_both_ways():
    assert working_days_between(seoul(2026, 11, 20), seoul(2026, 11, 24)) == 2
    assert working_days_between(seoul(2026, 11, 24), seoul(2026, 11, 20)) == -2


def test_a_month_that_is_too_short_ends_on_its_last_day():
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 22), 12) == date(2027, 11, 22)
    assert add_months(date(2026, 1, 31), -11) == date(2025, 2, 28)
