"""Officers open and close the waves of a survey."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from tests.surveys.questions import make_survey, make_wave


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("resident", 403),
        ("expert", 403),
        ("officer", 200),
        ("manager", 200),
        ("administrator", 200),
    ],
)
@pytest.mark.parametrize("page", ["", "{pk}/", "{pk}/export/"])
def test_the_desk_is_for_officers(request, sign_in, city, who, status, page):
    wave = make_wave()
    person = request.getfixturevalue(who)
    client = person if who == "visitor" else sign_in(person)

    assert client.get("/desk/surveys/" + page.format(pk=wave.survey_id)).status_code == status


@pytest.mark.parametrize("who", ["visitor", "resident", "expert"])
def test_only_officers_open_and_close_waves(request, sign_in, city, who):
    wave = make_wave()
    person = request.getfixturevalue(who)
    client = person if who == "visitor" else sign_in(person)

    for address in (
        f"/desk/surveys/waves/{wave.pk}/close/",
        f"/desk/surveys/{wave.survey_id}/wave/",
    ):
        assert client.post(address).status_code in (302, 403)
    wave.refresh_from_db()
    assert wave.is_open()


def test_a_wave_gets_its_dates_and_is_closed(officer, sign_in):
    survey, client = make_survey(), sign_in(officer)
    now = timezone.localtime()

    client.post(
        f"/desk/surveys/{survey.pk}/wave/",
        {"kind": "before", "opens_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}"},
    )
    wave = survey.waves.get()
    assert wave.is_open()

    client.post(f"/desk/surveys/waves/{wave.pk}/close/")
    wave.refresh_from_db()
    assert not wave.is_open()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "never", "opens_at": "2026-01-01T00:00"},
        {"kind": "once", "opens_at": "어제"},
        {"kind": "once", "opens_at": "0001-01-01T00:00"},
        {"kind": "once", "opens_at": "2026-02-01T00:00", "closes_at": "9999-12-31T23:59"},
        {"kind": "once", "opens_at": "2026-02-01T00:00", "closes_at": "2026-01-01T00:00"},
    ],
)
def test_impossible_dates_are_refused_kindly(officer, sign_in, data):
    survey = make_survey()

    page = sign_in(officer).post(f"/desk/surveys/{survey.pk}/wave/", data)

    assert page.status_code == 422
    assert survey.waves.count() == 0


def test_taking_the_answers_out_is_written_down(officer, sign_in):
    wave = make_wave()

    sign_in(officer).get(f"/desk/surveys/{wave.survey_id}/export/")

    assert AccessLog.objects.get().thread == f"survey:{wave.survey_id}"


def test_the_list_needs_the_same_queries_for_many_surveys(
    officer, sign_in, django_assert_max_num_queries
):
    for _one in range(12):
        make_wave()
    client = sign_in(officer)

    with django_assert_max_num_queries(9):
        client.get("/desk/surveys/")
