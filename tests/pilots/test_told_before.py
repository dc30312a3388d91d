"""What an ended pilot told of people stays, whoever takes their answers out afterwards."""

import pytest
from django.utils import timezone

from city.words import words
from pilots.apart.consents import say
from pilots.compare import compare, compare_all
from pilots.evidence.live import live_comparisons
from pilots.leave import remove_data, withdraw
from pilots.models import Conclusion, Measure, Pilot
from surveys.answer import answer
from surveys.models import Question, Response
from surveys.waves import close_wave
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot
from tests.pilots.test_apart_consents import write
from tests.surveys.questions import GOOD, make_survey, make_wave


@pytest.fixture
def pilot(city):
    """Twelve people said before and after how easy it is to cross."""
    survey = make_survey(is_public=False)
    pilot = make_recruiting_pilot(survey=survey, panel=survey.panel, stage="running")
    Measure.objects.create(
        pilot=pilot, code="ease", name=words("건너기", "Crossing"), unit=words("점", "points"),
        direction="up", source="survey", question=Question.objects.get(code="ease"),
        definition=words("얼마나 쉬운지"),
    )  # fmt: skip
    waves = [make_wave(survey, kind) for kind in ("before", "after")]
    for number in range(12):
        place = join(pilot, UserFactory(), "active")
        for wave, ease in zip(waves, (1 + number % 3, 2 + number % 4), strict=True):
            answer(wave=wave, panelist=place.panelist, answers=GOOD | {"ease": ease})
    for wave in waves:
        close_wave(wave=wave)
    return pilot


def ended(pilot, stage):
    Pilot.objects.filter(pk=pilot.pk).update(stage=stage, stage_since=timezone.now())
    pilot.participations.update(status="completed")
    return Pilot.objects.get(pk=pilot.pk)


def take_out(pilot):
    place = pilot.participations.first()
    remove_data(participation=place, by=place.panelist.person)
    assert Response.objects.filter(wave__survey=pilot.survey).count() == 22
    return Pilot.objects.get(pk=pilot.pk)


def ease(pilot):
    told = compare(pilot.measures.get(code="ease"))
    assert told["n_before"] is not None
    return told


@pytest.mark.parametrize("was_read", [True, False])
def test_a_stopped_pilot_tells_what_it_told_whether_or_not_it_was_read(pilot, was_read):
    stopped = ended(pilot, "stopped")
    before = ease(stopped)
    if was_read:
        live_comparisons(stopped)

    assert ease(take_out(stopped)) == before


def test_a_result_is_told_from_what_it_froze(pilot, manager):
    concluded = ended(pilot, "concluded")
    frozen = compare_all(concluded, for_staff=True)
    Conclusion.objects.create(
        pilot=concluded, verdict="adopt", reasons=words("나아졌습니다"), decided_by=manager,
        evidence={"comparisons": frozen, "as_of": timezone.now().isoformat()},
    )  # fmt: skip

    [before] = [each for each in frozen if each["code"] == "ease"]
    assert ease(take_out(concluded)) == before


def test_while_a_pilot_runs_nothing_of_people_is_told(pilot):
    place = pilot.participations.first()

    withdraw(participation=place, by=place.panelist.person, erase=True)

    told = compare(pilot.measures.get(code="ease"))
    assert (told["waits"], told["mean_before"]) == (True, None)


def test_a_consent_taken_back_after_the_stop_changes_nothing(pilot):
    Question.objects.filter(code="ease").update(is_sensitive=True)
    place = pilot.participations.first()
    extra, person = write(pilot, "health"), place.panelist.person
    say(participation=place, extra=extra, given=True, by=person)
    stopped = ended(pilot, "stopped")
    before = ease(stopped)
    place.refresh_from_db()

    say(participation=place, extra=extra, given=False, by=person)

    assert Response.objects.filter(answers__has_key="ease").count() == 22
    assert ease(stopped) == before


def test_staff_see_what_is_there(pilot):
    stopped = take_out(ended(pilot, "stopped"))

    assert compare(stopped.measures.get(code="ease"), for_staff=True)["n_before"] == 11
