"""Participants are asked for a line now and then: as often as planned, once, and not against their will."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delivery
from pilots.models import Diary, Participation
from pilots.prompt import prompt_diaries, switch_prompts
from surveys.models import Panel, Panelist
from tests import factories as f

EVENING = timezone.make_aware(datetime(2026, 5, 20, 18, 5))


@pytest.fixture
def pilot(city):
    pilot = f.make_pilot(stage="running")
    pilot.diary_rhythm, pilot.panel = "twice", Panel.objects.create(name="x")
    pilot.save()
    return pilot


def place(pilot, status="active", since=EVENING - timedelta(days=10)):
    panelist = Panelist.objects.create(panel=pilot.panel, person=f.UserFactory())
    return Participation.objects.create(
        pilot=pilot, panelist=panelist, status=status, status_since=since
    )


def asked(participation):
    return Delivery.objects.filter(
        person=participation.panelist.person, update_told__kind="diary-asked"
    ).count()


def test_somebody_who_wrote_nothing_for_days_is_asked_once(pilot):
    silent = place(pilot)

    assert prompt_diaries(EVENING) == 1
    assert prompt_diaries(EVENING + timedelta(hours=1)) == 0
    assert asked(silent) == 1
    assert prompt_diaries(EVENING + timedelta(days=3, hours=9)) == 0  # in the night
    assert prompt_diaries(EVENING + timedelta(days=4)) == 1


def test_who_wrote_lately_is_left_alone(pilot):
    writer = place(pilot)
    Diary.objects.create(
        pilot=pilot, panelist=writer.panelist, rating=4, created_at=EVENING - timedelta(days=1)
    )

    assert prompt_diaries(EVENING) == 0


@pytest.mark.parametrize("hour", [0, 8, 12, 21])
def test_nobody_is_asked_at_other_hours(pilot, hour):
    place(pilot)

    assert prompt_diaries(EVENING.replace(hour=hour)) == 0


@pytest.mark.parametrize("status", ["applied", "consented", "completed", "withdrawn"])
def test_only_those_who_take_part_are_asked(pilot, status):
    place(pilot, status=status)

    assert prompt_diaries(EVENING) == 0


def test_a_pilot_without_a_rhythm_asks_nobody(pilot):
    place(pilot)
    pilot.diary_rhythm = ""
    pilot.save()

    assert prompt_diaries(EVENING) == 0


def test_enough_of_it_with_one_tap(client, pilot):
    mine = place(pilot)
    client.force_login(mine.panelist.person)

    client.post(reverse("pilots:diary_prompts", args=[pilot.pk]), {"on": "0"})

    assert prompt_diaries(EVENING) == 0
    assert "다시 받기" in client.get(reverse("pilots:diary", args=[pilot.pk])).content.decode()


def test_nobody_switches_for_somebody_else(pilot):
    with pytest.raises(PermissionDenied):
        switch_prompts(participation=place(pilot), on=False, by=f.UserFactory())
