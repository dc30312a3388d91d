"""A limit is told of once when it is crossed, and again only after the value has come back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Delivery, Update
from city.words import words
from pilots.devices.alerts import public_alerts, sentence
from pilots.devices.receive import Reading, receive
from pilots.devices.roll_up import roll_up
from pilots.models import Alert, Threshold
from tests.pilots.sensors import make_device

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def device(city):
    return make_device(highest=1000)


@pytest.fixture
def threshold(device):
    return Threshold.objects.create(
        measure=device.measure, side="above", limit=60, back_at=50, is_public=True,
        advice=words("우회하세요."),
    )  # fmt: skip


def sees(device, value, ago):
    at = NOW - timedelta(minutes=ago)
    receive(device=device, readings=[Reading(0, at.isoformat(), value)], at=NOW)
    roll_up(NOW)


def test_the_manager_is_told_once_however_often_the_value_stays_above(device, threshold):
    for ago, value in ((50, 40), (40, 61), (30, 70), (20, 55), (10, 62)):
        sees(device, value, ago)

    alert = Alert.objects.get()
    assert (alert.value, alert.ended_at) == (61, None)
    delivery = Delivery.objects.get(update_told__kind="sensor-alert")
    assert delivery.person == device.measure.pilot.manager
    assert "60" in sentence(alert)


def test_after_it_came_back_far_enough_the_next_crossing_is_told_anew(device, threshold):
    for ago, value in ((50, 61), (40, 50), (30, 59), (20, 65)):
        sees(device, value, ago)

    first, second = Alert.objects.order_by("began_at")
    assert first.ended_at == NOW - timedelta(minutes=40)
    assert second.ended_at is None
    assert Update.objects.filter(kind="sensor-alert").count() == 2


def test_the_limit_itself_is_no_crossing(device, threshold):
    sees(device, 60, 5)

    assert not Alert.objects.exists()


def test_a_value_below_a_lower_limit(device):
    Threshold.objects.create(measure=device.measure, side="below", limit=5, back_at=8)

    for ago, value in ((30, 4), (20, 6), (10, 8)):
        sees(device, value, ago)

    assert Alert.objects.get().ended_at == NOW - timedelta(minutes=10)


def test_a_late_value_is_no_news(device, threshold):
    sees(device, 99, ago=60 * 24)

    assert not Alert.objects.exists()


def test_a_value_out_of_range_raises_no_alarm(device, threshold):
    sees(device, 5000, ago=1)

    assert not Alert.objects.exists()


def test_a_limit_out_of_use_or_of_an_ended_pilot_is_silent(device, threshold):
    threshold.is_active = False
    threshold.save()
    sees(device, 99, ago=1)

    assert not Alert.objects.exists()


def test_everybody_reads_only_what_is_meant_for_everybody(device, threshold):
    Threshold.objects.create(measure=device.measure, side="above", limit=70, back_at=70)
    sees(device, 99, ago=1)

    assert Alert.objects.count() == 2
    assert [alert.threshold for alert in public_alerts(device.measure.pilot)] == [threshold]


def test_an_alert_has_to_end_on_the_safe_side(device):
    with pytest.raises(IntegrityError), transaction.atomic():
        Threshold.objects.create(measure=device.measure, side="above", limit=5, back_at=6)
