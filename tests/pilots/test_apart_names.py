"""Codes and names stand apart: nobody sees both without a reason that is written down."""

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied

from accounts.models import AccessLog, Delivery
from city.words import words
from pilots.apart.message import MessageRefused, send
from pilots.apart.reveal import RevealRefused, reveal
from pilots.leave import withdraw
from pilots.models import Diary, Participation, Reveal
from tests import factories as f
from tests.pilots.people import apply_and_agree, join, make_recruiting_pilot


@pytest.fixture
def pilot(city):
    return make_recruiting_pilot()


@pytest.fixture
def place(pilot, resident):
    return apply_and_agree(pilot, resident)


def at_desk(pilot, page="participants/"):
    return f"/desk/pilots/{pilot.pk}/{page}"


# ── What the desk sees ───────────────────────────────────────────────────────────────────────


def test_the_desk_lists_codes_and_no_names(place, pilot, resident, sign_in):
    page = sign_in(pilot.manager).get(at_desk(pilot)).content.decode()

    assert place.panelist.code in page
    assert resident.pseudonym not in page
    assert resident.email not in page


@pytest.mark.parametrize("page", ["", "participants/", "participants/message/", "heard/"])
def test_no_page_of_the_desk_shows_who_takes_part(place, pilot, resident, sign_in, page):
    text = sign_in(pilot.manager).get(at_desk(pilot, page)).content.decode()

    assert resident.pseudonym not in text
    assert resident.email not in text


def test_a_page_of_many_costs_as_many_queries_as_one_of_few(
    pilot, sign_in, django_assert_max_num_queries
):
    for _person in range(12):
        join(pilot, f.UserFactory(), "active")
    client = sign_in(pilot.manager)

    with django_assert_max_num_queries(22):
        client.get(at_desk(pilot))


def test_moderation_of_a_diary_does_not_say_who_wrote_it(place, pilot, resident, sign_in):
    entry = Diary.objects.create(pilot=pilot, panelist=place.panelist, text="오늘은 불편했어요")

    page = sign_in(pilot.manager).get(f"/desk/people/moderation/diary/{entry.pk}/")

    assert "오늘은 불편했어요" in page.content.decode()
    assert resident.pseudonym not in page.content.decode()


def test_administrators_find_no_table_of_codes_either(city):
    """Django's admin would show the key beside the code."""
    closed = {"Panelist", "Participation", "Diary", "Response", "Representative", "AskedAgain",
              "Payout", "GuardianRequest"}  # fmt: skip

    assert not closed & {model.__name__ for model in admin.site._registry}


# ── A name, once ─────────────────────────────────────────────────────────────────────────────


def test_a_name_is_shown_once_for_a_reason_that_stays(place, pilot, resident, sign_in):
    client = sign_in(pilot.manager)
    page = at_desk(pilot, f"participants/{place.pk}/")
    before = client.get(page).content.decode()

    shown = client.post(page, {"reason": "측정기에서 연기가 납니다."}).content.decode()

    assert resident.email not in before
    assert resident.email in shown
    assert resident.email not in client.get(page).content.decode()
    assert Reveal.objects.get().reason == "측정기에서 연기가 납니다."
    line = AccessLog.objects.get(action="pilot-reveal")
    assert (line.staff, line.subject) == (pilot.manager, resident)


def test_without_a_reason_nothing_is_shown_or_written(place, pilot, resident, sign_in):
    page = sign_in(pilot.manager).post(
        at_desk(pilot, f"participants/{place.pk}/"), {"reason": "  "}
    )

    assert page.status_code == 422
    assert resident.email not in page.content.decode()
    assert not Reveal.objects.exists()


def test_only_those_who_run_the_pilot_may_ask(place, resident):
    other = f.UserFactory(role="officer", department=f.department("park", "공원과", "Parks"))
    for person in (resident, other):
        with pytest.raises(PermissionDenied):
            reveal(participation=place, by=person, reason="궁금합니다.")
    assert not Reveal.objects.exists()


def test_behind_a_code_that_was_cut_stands_nobody(place, pilot, resident):
    withdraw(participation=place, by=resident)
    place = Participation.objects.get()

    with pytest.raises(RevealRefused):
        reveal(participation=place, by=pilot.manager, reason="누구였습니까?")


# ── Writing without names ────────────────────────────────────────────────────────────────────

NEWS = {"title": words("측정 일정"), "body": words("목요일에 만나요.")}


def test_the_desk_writes_to_codes_and_people_get_it(place, pilot, resident, sign_in):
    sign_in(pilot.manager).post(
        at_desk(pilot, "participants/message/"),
        {"to": place.panelist.code, "title_0": "측정 일정", "body_0": "목요일에 만나요."},
    )

    told = Delivery.objects.get(update_told__kind="pilot-message")
    assert told.person == resident
    assert told.update_told.title["ko"] == "측정 일정"


def test_writing_to_everybody_reaches_those_who_take_part(place, pilot):
    applied, active = f.UserFactory(), f.UserFactory()
    join(pilot, applied, "applied")
    join(pilot, active, "active")

    assert send(pilot=pilot, to="taking-part", by=pilot.manager, **NEWS) == 2
    assert send(pilot=pilot, to="applied", by=pilot.manager, **NEWS) == 1


def test_nobody_is_written_to_who_left_or_belongs_elsewhere(place, pilot, resident):
    elsewhere = apply_and_agree(make_recruiting_pilot(), f.UserFactory())
    withdraw(participation=place, by=resident)

    for to in (place.panelist.code, elsewhere.panelist.code, "nobody"):
        with pytest.raises(MessageRefused):
            send(pilot=pilot, to=to, by=pilot.manager, **NEWS)


def test_others_do_not_write(place, pilot, resident):
    with pytest.raises(PermissionDenied):
        send(pilot=pilot, to="taking-part", by=resident, **NEWS)
