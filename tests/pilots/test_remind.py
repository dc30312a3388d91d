"""The clock nags about pilots without an end, and frees places nobody takes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from pilots.models import Participation
from pilots.remind import expire_selected, remind_managers
from surveys.models import Panelist
from tests import factories as f


@pytest.fixture
def overdue(city):
    return f.make_pilot(stage="running", ends_on=timezone.localdate() - timedelta(days=1))


def test_the_manager_of_an_overdue_pilot_is_nagged_once_a_week(overdue):
    now = timezone.now()

    for days in (0, 1, 6, 8):
        remind_managers(at=now + timedelta(days=days))

    assert Delivery.objects.filter(person=overdue.manager).count() == 2


def test_nobody_is_nagged_about_a_pilot_in_time_or_at_its_end(city):
    f.make_pilot(stage="running")
    f.make_pilot(stage="concluded", ends_on=timezone.localdate() - timedelta(days=9))

    assert remind_managers() == 0


@pytest.mark.parametrize(("days", "status"), [(6, "selected"), (8, "expired")])
def test_a_place_without_consent_is_given_up_after_seven_days(
    city, instrument, resident, days, status
):
    pilot = f.make_pilot(stage="recruiting")
    instrument(pilot)
    panelist = Panelist.objects.create(panel=pilot.panel, person=resident)
    place = Participation.objects.create(
        pilot=pilot, panelist=panelist, status="selected",
        status_since=timezone.now() - timedelta(days=days),
    )  # fmt: skip

    expire_selected()

    place.refresh_from_db()
    assert place.status == status
    assert Delivery.objects.filter(person=resident).exists() == (status == "expired")
