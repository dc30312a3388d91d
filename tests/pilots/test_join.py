"""A resident applies once, while the pilot recruits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from maps.models import District
from pilots.join import ApplicationsClosed, apply
from pilots.models import Draw, Participation, Pilot
from pilots.recruit.ages import age_band
from tests.factories import UserFactory, make_city
from tests.pilots.people import join, make_recruiting_pilot
from tests.surveys.test_answer import at_the_same_time


def test_a_resident_applies_and_is_told(resident):
    pilot = make_recruiting_pilot()

    participation = apply(pilot=pilot, by=resident, motivation=" 매일 건넙니다 ")

    assert (participation.status, participation.motivation) == ("applied", "매일 건넙니다")
    assert not participation.panelist.may_answer
    assert Delivery.objects.get(person=resident).update_told.kind == "participation-applied"


def test_applying_twice_is_one_application(resident):
    pilot = make_recruiting_pilot()

    first, second = (apply(pilot=pilot, by=resident) for _time in range(2))

    assert first == second


@pytest.mark.django_db(transaction=True)
def test_six_windows_at_the_same_time_are_one_application():
    make_city()
    pilot, person = make_recruiting_pilot(), UserFactory()

    problems = at_the_same_time(lambda: apply(pilot=pilot, by=person))

    assert problems == []
    assert Participation.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "draft"}, {"stage": "baseline"}, {"stage": "running"}, {"stage": "stopped"},
        {"takes_participants": False},
        {"apply_until": timezone.localdate() - timedelta(days=1)},
    ],
)  # fmt: skip
def test_applications_are_closed_when_the_pilot_does_not_recruit(resident, fields):
    pilot = make_recruiting_pilot(**fields)

    with pytest.raises(ApplicationsClosed):
        apply(pilot=pilot, by=resident)

    assert Participation.objects.count() == 0


def test_who_comes_after_the_draw_comes_too_late(resident, officer):
    pilot = make_recruiting_pilot()
    Draw.objects.create(pilot=pilot, of="places", seed="1", by=officer)

    with pytest.raises(ApplicationsClosed):
        apply(pilot=pilot, by=resident)


def test_the_last_day_still_counts(resident):
    assert apply(pilot=make_recruiting_pilot(apply_until=timezone.localdate()), by=resident)


def test_who_somebody_is_is_copied_only_with_their_yes(resident, neighbour):
    pilot = make_recruiting_pilot()
    for person in (resident, neighbour):
        person.birth_year, person.sex, person.home_district = 1948, "f", District.objects.first()
        person.save()

    silent = apply(pilot=pilot, by=resident)
    open_one = apply(pilot=pilot, by=neighbour, profile_consent=True)

    assert (silent.age_band, silent.sex, silent.district) == ("", "", None)
    assert (open_one.sex, open_one.district) == ("f", District.objects.first())
    assert open_one.age_band in ("70-79", "80+")
    assert neighbour.consents.filter(text__kind="profile", given=True).exists()
    assert not resident.consents.exists()


@pytest.mark.parametrize(
    ("born", "band"), [(None, ""), (2012, "10-19"), (1996, "30-39"), (1946, "80+"), (1920, "80+")]
)
def test_age_bands_are_ten_years_wide(born, band):
    assert age_band(born, 2026) == band


def test_the_page_takes_an_application_and_shows_where_it_stands(resident, sign_in):
    pilot = make_recruiting_pilot()
    client = sign_in(resident)

    page = client.get(f"/pilots/{pilot.pk}/apply/")
    answer = client.post(
        f"/pilots/{pilot.pk}/apply/", {"motivation": "해 보고 싶습니다"}, follow=True
    )

    assert page.status_code == 200
    assert answer.redirect_chain[-1][0] == f"/pilots/{pilot.pk}/mine/"
    assert Participation.objects.get().panelist.code in answer.content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(visitor):
    pilot = make_recruiting_pilot()

    answer = visitor.get(f"/pilots/{pilot.pk}/apply/")

    assert answer["Location"].endswith(f"?next=/pilots/{pilot.pk}/apply/")


def test_a_closed_pilot_says_so_kindly(resident, sign_in):
    pilot = make_recruiting_pilot(stage="running")

    page = sign_in(resident).get(f"/pilots/{pilot.pk}/apply/")

    assert page.status_code == 200
    assert '<form class="form"' not in page.content.decode()


def test_too_long_words_come_back_with_one_sentence(resident, sign_in):
    pilot = make_recruiting_pilot()

    page = sign_in(resident).post(f"/pilots/{pilot.pk}/apply/", {"motivation": "가" * 501})

    assert page.status_code == 422
    assert "가" * 501 in page.content.decode()
    assert Participation.objects.count() == 0


@pytest.mark.parametrize("page", ["mine", "consent", "diary", "withdraw"])
def test_a_participants_pages_are_nobody_elses(resident, neighbour, sign_in, visitor, page):
    pilot = make_recruiting_pilot()
    join(pilot, resident, "selected")
    address = f"/pilots/{pilot.pk}/{page}/"

    assert visitor.get(address).status_code == 302
    assert sign_in(neighbour).get(address).status_code == (302 if page == "mine" else 404)
    assert sign_in(resident).get(address).status_code == 200


@pytest.mark.parametrize(("stage", "waits"), [("recruiting", True), ("running", False)])
def test_whoever_waits_is_not_told_to_wait_for_ever(resident, sign_in, stage, waits):
    pilot = make_recruiting_pilot()
    join(pilot, resident, "waiting")
    Pilot.objects.filter(pk=pilot.pk).update(stage=stage)

    page = sign_in(resident).get(f"/pilots/{pilot.pk}/mine/").content.decode()

    assert ("자리가 나면" in page) is waits
