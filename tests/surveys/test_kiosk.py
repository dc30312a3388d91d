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
