"""The same questions asked again: planned ahead, opened by a pilot's stages, never opened twice."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from surveys.models import Wave
from surveys.waves import (
    WaveIsOver,
    begin_wave,
    close_wave,
    end_waves,
    open_wave,
    plan_follow_ups,
)
from surveys.ways.invite import invite_to_open_waves
from tests.surveys.questions import GOOD, let_people_answer, make_survey, make_wave

DAY = timedelta(days=1)


def test_a_wave_is_opened_once_per_kind(city):
    wave = make_wave(kind="before")

    again = make_wave(wave.survey, kind="before", days=3)

    assert again.pk == wave.pk


def test_there_are_several_waves_of_one_kind(city):
    survey, now = make_survey(), timezone.now()

    waves = [
        open_wave(survey=survey, kind="during", number=number, opens_at=now + number * DAY)
        for number in (1, 2)
    ]

    assert [wave.code for wave in waves] == ["during", "during-2"]
    assert [str(wave) for wave in waves] == ["중간 조사", "중간 조사 2차"]


def test_a_wave_cannot_close_before_it_opens(city):
    now = timezone.now()

    with pytest.raises(ValidationError):
        open_wave(survey=make_survey(), kind="once", opens_at=now, closes_at=now - DAY)


def test_a_closed_wave_takes_no_more_answers(city):
    wave = close_wave(wave=make_wave())

    assert not wave.is_open()
    assert not Wave.objects.open().exists()


def test_a_closed_wave_is_never_opened_again(city):
    wave = close_wave(wave=make_wave())

    with pytest.raises(WaveIsOver):
        make_wave(wave.survey)

    wave.refresh_from_db()
    assert not wave.is_open()


def test_closing_twice_keeps_the_first_time(city):
    now = timezone.now()
    wave = close_wave(wave=make_wave(), at=now)

    close_wave(wave=wave, at=now + DAY)

    assert wave.closes_at == now


def test_when_a_wave_began_stays_as_it_was(city):
    wave, now = make_wave(), timezone.now()

    again = open_wave(survey=wave.survey, kind="once", opens_at=now + 2 * DAY, closes_at=None)

    assert again.opens_at == wave.opens_at


def test_closing_a_wave_that_has_not_opened_takes_its_date_away(city):
    wave = open_wave(survey=make_survey(), kind="once", opens_at=timezone.now() + DAY)

    close_wave(wave=wave)

    assert wave.opens_at is None


def test_a_stage_opens_what_was_planned_now_and_keeps_its_end(city):
    survey, now = make_survey(), timezone.now()
    open_wave(
        survey=survey, kind="before", opens_at=now + DAY, closes_at=now + 9 * DAY, remind_after=3
    )

    wave = begin_wave(survey=survey, kind="before", at=now)

    assert wave.is_open(now)
    assert (wave.closes_at, wave.remind_after) == (now + 9 * DAY, 3)
    assert survey.waves.count() == 1


def test_a_stage_opens_nothing_a_second_time(city):
    survey, now = make_survey(), timezone.now()
    begun = begin_wave(survey=survey, kind="before", at=now - 2 * DAY)
    close_wave(wave=begun, at=now - DAY)

    again = begin_wave(survey=survey, kind="before", at=now)

    assert again.closes_at == now - DAY
    assert again.opens_at == now - 2 * DAY


def test_a_stage_ends_only_its_own_waves(city):
    survey, now = make_survey(), timezone.now()
    before = begin_wave(survey=survey, kind="before", at=now - DAY)
    ahead = open_wave(survey=survey, kind="during", opens_at=now + DAY)

    end_waves(survey=survey, kinds=["before"], at=now)

    before.refresh_from_db()
    ahead.refresh_from_db()
    assert not before.is_open(now)
    assert ahead.opens_at == now + DAY


def test_a_survey_is_asked_again_six_and_twelve_months_later(city):
    survey = make_survey()
    concluded = timezone.make_aware(datetime(2026, 8, 31, 23, 30))

    plan_follow_ups(survey=survey, concluded_at=concluded)
    waves = plan_follow_ups(survey=survey, concluded_at=concluded)

    assert [wave.code for wave in waves] == ["follow_up", "follow_up-2"]
    assert [str(timezone.localdate(wave.opens_at)) for wave in waves] == [
        "2027-02-28", "2027-08-31",
    ]  # fmt: skip
    assert survey.waves.count() == 2


# ── At the desk ──────────────────────────────────────────────────────────────────────────────
def test_an_officer_plans_a_timetable(city, officer, sign_in):
    survey, desk = make_survey(), sign_in(officer)
    for number, day in ((1, "2027-05-01"), (2, "2027-06-01")):
        desk.post(
            f"/desk/surveys/{survey.pk}/wave/",
            {"kind": "during", "number": number, "opens_at": f"{day}T09:00", "remind_after": 5},
        )

    assert [(wave.code, wave.remind_after) for wave in survey.waves.all()] == [
        ("during", 5), ("during-2", 5),
    ]  # fmt: skip
    assert "중간 조사 2차" in desk.get(f"/desk/surveys/{survey.pk}/").content.decode()


def test_a_wave_that_is_over_keeps_its_dates_at_the_desk(city, officer, sign_in):
    wave = close_wave(wave=make_wave())

    page = sign_in(officer).post(
        f"/desk/surveys/{wave.survey_id}/wave/", {"kind": "once", "opens_at": "2027-05-01T09:00"}
    )

    assert page.status_code == 422
    assert not Wave.objects.open().exists()


def test_a_survey_is_asked_again_only_where_the_desk_wants_it(city, officer, sign_in):
    survey = make_survey()

    sign_in(officer).post(f"/desk/surveys/{survey.pk}/follow-up/", {"wanted": "1"})
    survey.refresh_from_db()
    assert survey.follows_up

    sign_in(officer).post(f"/desk/surveys/{survey.pk}/follow-up/")
    survey.refresh_from_db()
    assert not survey.follows_up
    assert not survey.waves.exists()


def test_the_page_of_a_wave_shows_who_answered(city, officer, sign_in):
    wave = make_wave(make_survey(is_public=False))
    let_people_answer(wave, [GOOD] * 3)
    invite_to_open_waves()

    page = sign_in(officer).get(f"/desk/surveys/waves/{wave.pk}/").content.decode()

    assert "100.0" in page
