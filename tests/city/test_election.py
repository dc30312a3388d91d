"""선거일 전 180일: publishing then asks for its legal basis."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from city.election import is_before_election

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("at", "asks"),
    [
        (datetime(2026, 12, 4, 23, 59, tzinfo=SEOUL), False),
        (datetime(2026, 12, 5, 0, 0, tzinfo=SEOUL), True),
        (datetime(2027, 6, 3, 23, 59, tzinfo=SEOUL), True),
        (datetime(2027, 6, 4, 0, 0, tzinfo=SEOUL), False),
    ],
)
def test_it_begins_180_days_before_and_ends_with_the_day_itself(city, at, asks):
    city.election_on = date(2027, 6, 3)
    city.save()

    assert is_before_election(at) is asks


def test_a_city_that_knows_of_no_election_asks_nothing(city):
    assert not is_before_election(datetime(2027, 6, 3, tzinfo=SEOUL))


def test_an_administrator_says_the_day(administrator, sign_in, city):
    page = sign_in(administrator).get("/desk/settings/rules/")

    assert 'name="election_on"' in page.content.decode()
