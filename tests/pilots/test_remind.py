"""The clock nags about pilots without an end, reminds, and frees places nobody takes."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from city.calendar import end_of_day
from pilots.agree import decline
from pilots.models import Participation
from pilots.remind import expire_selected, remind_managers, remind_selected
from pilots.workflow import MoveNotAllowed
from tests import factories as f
from tests.factories import UserFactory, make_city
from tests.pilots.people import join, make_recruiting_pilot
from tests.surveys.test_answer import at_the_same_time


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


@pytest.fixture
def offered(city, resident):
    """A place whose holder may answer until midnight in three days."""
    pilot = make_recruiting_pilot(seats=1)
    place = join(pilot, resident, "selected")
    place.answer_by = end_of_day(timezone.localdate() + timedelta(days=2))
    place.save()
    return place


def kinds(person):
    told = Delivery.objects.filter(person=person).order_by("pk")
    return list(told.values_list("update_told__kind", flat=True))


def test_who_has_not_answered_is_reminded_once_a_day_before(offered, resident):
    remind_selected()
    assert kinds(resident) == []

    for hours in (20, 2):
        remind_selected(at=offered.answer_by - timedelta(hours=hours))

    assert kinds(resident) == ["participation-reminded"]


@pytest.mark.parametrize(("minutes", "status"), [(-1, "selected"), (0, "expired")])
def test_a_place_without_an_answer_is_given_up_at_midnight(offered, resident, minutes, status):
    expire_selected(at=offered.answer_by + timedelta(minutes=minutes))

    offered.refresh_from_db()
    assert offered.status == status
    assert kinds(resident) == (["participation-expired"] if status == "expired" else [])


def test_the_next_one_moves_up_and_has_days_of_their_own(offered, neighbour):
    waiting = join(offered.pilot, neighbour, "waiting")

    for _tick in range(2):
        expire_selected(at=offered.answer_by)

    waiting.refresh_from_db()
    assert waiting.status == "selected"
    assert waiting.answer_by == end_of_day(
        timezone.localtime(offered.answer_by).date() + timedelta(days=offered.pilot.consent_days)
    )
    assert kinds(neighbour) == ["participation-selected"]


@pytest.mark.django_db(transaction=True)
def test_six_clocks_and_somebody_who_declines_give_a_place_away_once():
    make_city()
    pilot = make_recruiting_pilot(seats=2)
    late, declining = join(pilot, UserFactory(), "selected"), join(pilot, UserFactory(), "selected")
    now = timezone.now()
    Participation.objects.filter(pk=late.pk).update(answer_by=now)
    for _one in range(4):
        join(pilot, UserFactory(), "waiting")
    turns = iter(range(6))

    def act():
        if next(turns) % 2:
            expire_selected(at=now)
            return
        with suppress(MoveNotAllowed):  # another window was faster
            decline(
                participation=Participation.objects.get(pk=declining.pk),
                by=declining.panelist.person,
            )

    assert at_the_same_time(act) == []

    statuses = Counter(pilot.participations.values_list("status", flat=True))
    assert statuses == {"expired": 1, "declined": 1, "selected": 2, "waiting": 2}
    told = Counter(Delivery.objects.values_list("update_told__kind", flat=True))
    assert told["participation-expired"] == 1
    assert told["participation-selected"] == 2
