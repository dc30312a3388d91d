"""Sums by hour and day stay right whatever comes late, is corrected or goes."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from pilots.devices.receive import Reading, receive
from pilots.devices.roll_up import roll_up
from pilots.devices.store import Value, touch
from pilots.models import Observation, ObservedDay, ObservedHour, Site, Touched
from tests.pilots.sensors import make_device

START = datetime(2026, 10, 19, 13, 30, tzinfo=UTC)  # 22:30 in Korea: batches cross midnight


@pytest.fixture
def device(city):
    return make_device(lowest=0, highest=100)


def take(device, *pairs):
    readings = [Reading(index, at.isoformat(), value) for index, (at, value) in enumerate(pairs)]
    return receive(device=device, readings=readings)


def sums(key):
    """The truth, counted by hand from the values."""
    found = defaultdict(lambda: [0, 0.0, [], 0])
    for row in Observation.objects.all():
        group = found[row.measure_id, row.site_id, key(row.at)]
        if row.flag == "range":
            group[3] += 1
        else:
            group[0] += 1
            group[1] += row.value
            group[2].append(row.value)
    return {
        each: (n, total if n else None, min(values, default=None), max(values, default=None), out)
        for each, (n, total, values, out) in found.items()
    }


def kept(model, key):
    fields = ("n", "total", "lowest", "highest", "left_out")
    return {
        (row.measure_id, row.site_id, getattr(row, key)): tuple(
            getattr(row, name) for name in fields
        )
        for row in model.objects.all()
    }


def assert_right():
    assert kept(ObservedHour, "hour") == sums(lambda at: at.replace(minute=0, second=0))
    assert kept(ObservedDay, "day") == sums(lambda at: timezone.localtime(at).date())


def test_hours_and_days_are_summed(device):
    take(device, *((START + timedelta(minutes=20 * n), n) for n in range(6)))

    roll_up()

    assert_right()
    assert ObservedHour.objects.count() == 3
    assert ObservedDay.objects.count() == 2
    assert not Touched.objects.exists()


def test_only_touched_hours_are_summed_again(device):
    take(device, *((START + timedelta(hours=n), n) for n in range(48)))
    roll_up()
    before = dict(ObservedHour.objects.values_list("hour", "pk"))

    take(device, (START + timedelta(hours=7, minutes=5), 50))

    assert roll_up() == 1
    after = dict(ObservedHour.objects.values_list("hour", "pk"))
    assert {hour for hour in before if before[hour] != after[hour]} == {
        (START + timedelta(hours=7)).replace(minute=0)
    }
    assert_right()


def test_a_value_out_of_range_is_in_no_sum(device):
    take(device, (START, 10), (START + timedelta(minutes=1), 999))

    roll_up()

    hour = ObservedHour.objects.get()
    assert (hour.n, hour.mean, hour.highest, hour.left_out) == (1, 10, 10, 1)
    assert_right()


def test_an_hour_without_values_leaves_no_sum(device):
    take(device, (START, 10))
    roll_up()
    row = Observation.objects.get()
    row.delete()
    touch([Value(0, row.measure_id, row.site_id, row.at, row.value)])

    roll_up()

    assert not ObservedHour.objects.exists()
    assert not ObservedDay.objects.exists()


@pytest.mark.parametrize("seed", range(6))
def test_sums_are_right_after_random_acts(device, seed):
    rng = random.Random(seed)
    other = make_device(
        device.measure.pilot,
        site=Site.objects.create(pilot=device.measure.pilot, name={"ko": "나"}),
    )
    for _step in range(12):
        sender = rng.choice([device, other])
        act = rng.random()
        if act < 0.75 or not Observation.objects.exists():  # new, late, again or corrected
            start = START + timedelta(hours=rng.randint(-60, 60))
            take(sender, *(
                (start + timedelta(minutes=30 * rng.randint(0, 30)), rng.randint(-10, 110))
                for _n in range(rng.randint(1, 30))
            ))  # fmt: skip
        elif act < 0.9:
            gone = rng.choice(list(Observation.objects.all()))
            gone.delete()
            touch([Value(0, gone.measure_id, gone.site_id, gone.at, gone.value)])
        else:
            roll_up()

    roll_up()

    assert_right()
    assert roll_up() == 0


def test_what_comes_while_sums_are_made_is_summed_the_next_time(device, monkeypatch):
    take(device, (START, 1))
    roll_up()
    row = Touched.objects.create(
        measure=device.measure, site=device.site, hour=START.replace(minute=0)
    )
    Touched.objects.create(measure=device.measure, site=device.site, hour=row.hour)

    assert roll_up() == 2
    assert_right()


def test_many_touched_hours_cost_few_questions(device, django_assert_max_num_queries):
    take(device, *((START - timedelta(hours=n), n % 90) for n in range(500)))

    with django_assert_max_num_queries(30):
        roll_up()
    assert_right()
