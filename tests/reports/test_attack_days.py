"""Somebody reads the series of days of every figure about people, and learns of nobody that they came."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from city.models import City
from pilots.models import Participation
from reports.compute import compute_figures
from reports.days.keep import end_of
from reports.figures import DEFINITIONS
from tests import factories as f
from tests.attacker import Attacker
from tests.pilots.people import join, make_recruiting_pilot

NIGHTS = (3, 2, 1)
# One number of people each, not a share of two.
COUNTS = [d.key for d in DEFINITIONS if d.people and len(d.people) == 1 and not d.whole_is_public]


@pytest.fixture
def watched(populated):
    """Twelve take part; one more comes the next night, and then two leave."""
    pilot = make_recruiting_pilot(stage="running", created_at=timezone.now() - timedelta(days=30))
    for come, nights_ago in zip((12, 1, 0), NIGHTS, strict=True):
        at = end_of(timezone.localdate() - timedelta(days=nights_ago))
        for _person in range(come):
            place = join(pilot, f.UserFactory(sex="f"), "active")
            Participation.objects.filter(pk=place.pk).update(created_at=at - timedelta(minutes=1))
        if not come:
            for place in Participation.objects.filter(pilot=pilot)[:2]:
                place.delete()
        compute_figures(as_of=at)
    return pilot


def read_days(visitor, key):
    answer = visitor.get(f"/api/v1/figures/{key}/days/")
    assert answer.status_code == 200
    return answer.json()


def numbers_in(found) -> list[float]:
    """Every value that stands anywhere in the answer."""
    if isinstance(found, dict):
        return [n for name, each in found.items() for n in numbers_in(each) if name != "n"] + (
            [found["value"]] if isinstance(found.get("value"), int | float) else []
        )
    return [n for each in found for n in numbers_in(each)] if isinstance(found, list) else []


def test_the_series_of_days_tells_of_nobody_who_came_or_left(watched, visitor):
    k = City.objects.current().smallest_group

    for key in COUNTS:
        told = sorted(set(numbers_in(read_days(visitor, key))))
        assert all(b - a >= k for a, b in pairwise(told)), (key, told)
    assert numbers_in(read_days(visitor, "participants")) == [12] * len(NIGHTS)
    page = visitor.get("/reports/figures/participants/").content.decode()
    assert "12명" in page
    assert not {"11명", "13명"} & set(page.replace("<", " ").split())


def test_with_the_true_numbers_of_each_day_the_attacker_wins():
    """The attack is real: twelve, thirteen and fourteen tell of one a night."""
    attacker = Attacker(5)
    for day, n in enumerate((12, 13, 14)):
        attacker.learn({day: 1}, n)

    assert attacker.wins({0: -1, 1: 1}, 1)
