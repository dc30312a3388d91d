"""Doubtful values are kept and say so; a silent sensor is told of once."""

import random
from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest
from django.utils import timezone

from accounts.models import Update
from pilots.compare import compare
from pilots.devices.alerts import tell_of_silence
from pilots.devices.receive import Reading, receive
from pilots.devices.roll_up import roll_up
from pilots.models import Device, Observation
from tests.pilots.sensors import make_device, token_of

START = datetime(2026, 10, 19, 13, 30, tzinfo=UTC)


def take(device, values, start=START, step=10, at=None):
    return receive(
        device=device, at=at,
        readings=[
            Reading(n, (start + timedelta(minutes=step * n)).isoformat(), value)
            for n, value in enumerate(values)
        ],
    )  # fmt: skip


def flags():
    return "".join(
        {"": ".", "range": "R", "stuck": "S"}[row.flag]
        for row in Observation.objects.order_by("at")
    )


def test_the_same_value_again_and_again_is_marked(city):
    device = make_device(stuck_after=3)
    take(device, [1, 2, 2, 3, 3, 3, 3, 4])

    roll_up()

    assert flags() == "...SSSS."
    assert Observation.objects.good().count() == 8  # it may be the truth, so it counts


def test_a_late_or_corrected_value_lifts_the_mark(city):
    device = make_device(stuck_after=3)
    take(device, [3, 3, 3])
    roll_up()
    assert flags() == "SSS"

    take(device, [5], start=START + timedelta(minutes=10))
    roll_up()

    assert flags() == "..."


@pytest.mark.parametrize("seed", range(5))
def test_marks_are_right_in_whatever_order_values_come(city, seed):
    rng = random.Random(seed)
    device = make_device(stuck_after=4)
    places = list(range(60))
    rng.shuffle(places)
    while places:
        for place in (some := places[: rng.randint(1, 15)]):
            take(device, [rng.randint(1, 2)], start=START + timedelta(minutes=20 * place))
        places = places[len(some) :]
        roll_up()

    values = list(Observation.objects.order_by("at").values_list("value", flat=True))
    expected = ""
    for _value, run in groupby(values):
        length = len(list(run))
        expected += ("S" if length >= 4 else ".") * length
    assert flags() == expected


def test_values_out_of_range_are_left_out_of_comparisons(city):
    device = make_device(lowest=0, highest=50)
    pilot = device.measure.pilot
    pilot.baseline_from = timezone.localdate(START) - timedelta(days=1)
    pilot.running_from = timezone.localdate(START) + timedelta(days=30)
    pilot.save()
    take(device, [10, 20, 900])

    result = compare(device.measure)

    assert (result["mean_before"], result["readings"]) == (15, 2)


def test_the_manager_is_told_once_when_a_sensor_falls_silent(city):
    device = make_device(every_minutes=10)
    token_of(device)
    now = timezone.now()
    take(device, [1], at=now - timedelta(minutes=25))
    assert tell_of_silence(now) == 0

    assert tell_of_silence(now + timedelta(minutes=10)) == 1
    assert tell_of_silence(now + timedelta(minutes=20)) == 0

    told = Update.objects.get(kind="sensor-silent")
    assert device.name in str(told.title)
    take(device, [2], start=START + timedelta(hours=1), at=now + timedelta(minutes=30))
    assert Device.objects.get().silence_told_at is None
