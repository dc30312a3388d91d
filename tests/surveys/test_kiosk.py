"""A tablet in a library: no account, big buttons, nothing counted twice, nobody a participant."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from surveys.answer import AnswersRefused, WaveIsClosed
from surveys.models import Panelist, Response
from surveys.waves import close_wave
from surveys.ways.kiosk import (
    A_MINUTE,
    StationEnded,
    StationRefused,
    TooFast,
    answer_at_kiosk,
    end_station,
    start_station,
)
from tests.surveys.questions import GOOD, make_survey, make_wave


@pytest.fixture
def station(officer):
    return start_station(wave=make_wave(), name="가람도서관 1층", by=officer)


def test_everybody_who_walks_past_is_somebody_new(station):
    for _person in range(2):
        answer_at_kiosk(station=station, answers=GOOD, client_id=uuid4())

    responses = list(station.responses.select_related("panelist"))
    assert len({response.panelist_id for response in responses}) == 2
    assert {(each.channel, each.level, each.panelist.person) for each in responses} == {
        ("kiosk", "guest", None)
    }


def test_the_same_answer_sent_again_counts_once(station):
    number = uuid4()

    first = answer_at_kiosk(station=station, answers=GOOD, client_id=number)
    again = answer_at_kiosk(station=station, answers=GOOD, client_id=number)

    assert first == again
    assert Response.objects.count() == Panelist.objects.count() == 1


def test_a_refused_answer_leaves_nobody_behind(station):
    with pytest.raises(AnswersRefused):
        answer_at_kiosk(station=station, answers={"walk": "flying"}, client_id=uuid4())

    assert not Panelist.objects.exists()


def test_an_ended_station_takes_nothing(station):
    end_station(station=station)

    with pytest.raises(StationEnded):
        answer_at_kiosk(station=station, answers=GOOD)


def test_ending_twice_keeps_the_first_time(station):
    now = timezone.now()
    end_station(station=station, at=now)

    assert end_station(station=station, at=now + timedelta(hours=1)).ended_at == now


def test_a_station_of_a_closed_wave_takes_nothing(station):
    close_wave(wave=station.wave)

    with pytest.raises(WaveIsClosed):
        answer_at_kiosk(station=station, answers=GOOD)


def test_nobody_is_faster_than_people_can_be(station):
    now = timezone.now()
    for _number in range(A_MINUTE):
        answer_at_kiosk(station=station, answers=GOOD, at=now)

    with pytest.raises(TooFast):
        answer_at_kiosk(station=station, answers=GOOD, at=now)
    answer_at_kiosk(station=station, answers=GOOD, at=now + timedelta(minutes=1))

    assert station.responses.count() == A_MINUTE + 1


def test_participants_of_a_pilot_are_not_mixed_with_passers_by(officer):
    wave = make_wave(make_survey(is_public=False))

    with pytest.raises(StationRefused):
        start_station(wave=wave, name="시청", by=officer)


def test_no_station_for_a_wave_that_is_over(officer):
    wave = close_wave(wave=make_wave())

    with pytest.raises(StationRefused):
        start_station(wave=wave, name="시청", by=officer)


def test_two_stations_have_two_keys(station, officer):
    other = start_station(wave=station.wave, name="시청", by=officer)

    assert other.key != station.key


# ── The page ─────────────────────────────────────────────────────────────────────────────────
SENT = {"q-walk": "daily", "q-ease": "4"}
AS_JSON = {"HTTP_ACCEPT": "application/json"}


def address_of(station):
    return f"/surveys/kiosk/{station.key}/"


def test_the_page_works_without_a_script_and_leaves_nothing_behind(station, visitor):
    page = visitor.get(address_of(station))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"

    sent = visitor.post(address_of(station), SENT | {"client_id": str(uuid4())}, follow=True)

    assert b"q-walk" not in sent.content  # thanks, and a way to the next person
    assert address_of(station).encode() in sent.content
    assert not visitor.cookies
    assert station.responses.get().answers == {"walk": "daily", "ease": 4}


def test_a_queue_that_sends_again_is_told_the_same(station, visitor):
    body = SENT | {"client_id": uuid4().hex}

    codes = [visitor.post(address_of(station), body, **AS_JSON).status_code for _time in range(2)]

    assert codes == [201, 201]
    assert station.responses.count() == 1


def test_what_has_to_be_looked_at_again_is_named(station, visitor):
    refused = visitor.post(address_of(station), SENT | {"q-wait": "서른"}, **AS_JSON)

    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"q-wait"}
    page = visitor.post(address_of(station), SENT | {"q-wait": "서른"})
    assert page.status_code == 422
    assert "서른" in page.content.decode()


def test_too_many_at_once_are_asked_to_wait(station, visitor, monkeypatch):
    monkeypatch.setattr("surveys.ways.kiosk.A_MINUTE", 0)

    assert visitor.post(address_of(station), SENT, **AS_JSON).status_code == 429
    assert not station.responses.exists()


def test_a_key_is_worth_nothing_once_its_station_has_ended(station, visitor):
    end_station(station=station)

    assert visitor.get(address_of(station)).status_code == 410
    assert visitor.post(address_of(station), SENT, **AS_JSON).status_code == 410
    assert visitor.get("/surveys/kiosk/somebody-guesses/").status_code == 404
    assert not Response.objects.exists()


def test_a_closed_wave_closes_its_kiosks(station, visitor):
    close_wave(wave=station.wave)

    assert visitor.post(address_of(station), SENT).status_code == 410
    assert not Response.objects.exists()


def test_nobody_is_asked_about_health_at_a_kiosk(station, visitor):
    station.wave.survey.questions.filter(code="walk").update(is_sensitive=True)

    assert b"q-walk" not in visitor.get(address_of(station)).content
    visitor.post(address_of(station), SENT)

    assert station.responses.get().answers == {"ease": 4}


# ── At the desk ──────────────────────────────────────────────────────────────────────────────
def test_an_officer_starts_and_ends_a_station(city, officer, sign_in):
    wave, desk = make_wave(), sign_in(officer)

    desk.post(f"/desk/surveys/waves/{wave.pk}/kiosk/", {"name": "가람도서관"})
    station = wave.stations.get()
    assert station.key in desk.get(f"/desk/surveys/waves/{wave.pk}/").content.decode()

    desk.post(f"/desk/surveys/kiosks/{station.pk}/end/")
    assert station.key not in desk.get(f"/desk/surveys/waves/{wave.pk}/").content.decode()


def test_a_station_needs_a_name(city, officer, sign_in):
    wave = make_wave()

    page = sign_in(officer).post(f"/desk/surveys/waves/{wave.pk}/kiosk/", {"name": "가" * 81})

    assert page.status_code == 422
    assert not wave.stations.exists()


def test_residents_start_no_stations(station, resident, sign_in):
    for address in (f"waves/{station.wave_id}/kiosk/", f"kiosks/{station.pk}/end/"):
        assert sign_in(resident).post(f"/desk/surveys/{address}").status_code == 403

    station.refresh_from_db()
    assert station.ended_at is None
