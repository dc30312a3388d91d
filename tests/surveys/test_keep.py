"""Whoever takes their answers out of a closed wave leaves its published figures as they are: the
old file minus a new one would be that person's answers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.erase import erase_person
from city.words import words
from maps.models import District, Population
from pilots.leave import remove_data, withdraw
from reports.extract.events import survey_answers
from surveys.anonymise import rows
from surveys.answer import answer
from surveys.figures.weighing import WeightsRefused, weigh_by
from surveys.keep import keep_published
from surveys.make import has_responses
from surveys.models import KeptWave, Question, Response, Wave, WaveInvitation
from surveys.panel import panelist_for
from surveys.sensitive import erase_sensitive_answers, let_answer_sensitive
from surveys.waves import close_wave
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot
from tests.surveys.questions import GOOD, QUESTIONS, make_survey, make_wave
from tests.surveys.test_open import SEX

PLACE = {"code": "spot", "kind": "place", "words": words("어디입니까?"), "is_required": False}
WALKS = ["daily"] * 8 + ["weekly"] * 6
CANARY = "카나리아4417"


@pytest.fixture
def pilot(city, officer):
    """Fourteen people have answered before; the wave after is open, and they answered that too."""
    survey = make_survey([*QUESTIONS, PLACE, SEX], is_public=False)
    weigh_by(survey=survey, dimensions=["sex"], by=officer)
    pilot = make_recruiting_pilot(survey=survey, panel=survey.panel, stage="running")
    district = District.objects.current().first()
    Population.objects.all().delete()
    Population.objects.bulk_create(
        Population(district=each, as_of="2020-11-01", sex=sex, age_band="", persons=500, source="통계청")
        for each in District.objects.current()
        for sex in ("", "f", "m")
    )  # fmt: skip
    before, after = make_wave(survey, "before"), make_wave(survey, "after")
    for number, walk in enumerate(WALKS):
        place = join(pilot, UserFactory(), "active")
        WaveInvitation.objects.create(wave=before, panelist=place.panelist)
        place.sex = "fm"[number % 2]
        place.save()
        given = GOOD | {
            "walk": walk, "ease": 1 + number % 5, "wait": 10 * number, "more": CANARY,
            "sex": place.sex, "spot": {"district": district.code},
        }  # fmt: skip
        answer(wave=before, panelist=place.panelist, answers=given)
        answer(wave=after, panelist=place.panelist, answers=given)
    close_wave(wave=before)
    return pilot


def places(pilot):
    return pilot.participations.order_by("pk")


def leave(place):
    withdraw(participation=place, by=place.panelist.person, erase=True)


def public(client, pilot):
    """Every page and file of the survey, byte for byte, and what programs get."""
    address = f"/surveys/{pilot.survey_id}"
    files = ("results.csv", "groups.csv", "codebook.csv", "results/", "method/")
    told = {file: client.get(f"{address}/{file}") for file in files}
    assert {response.status_code for response in told.values()} == {200}
    api = client.get(f"/api/v1{address}/results/").json()["waves"]
    extract = [row for part in survey_answers(timezone.now()) for row in part.rows()]
    return {file: each.content for file, each in told.items()} | {"api": api, "extract": extract}


def test_who_leaves_changes_no_public_byte(pilot, visitor):
    before = public(visitor, pilot)

    leave(places(pilot).first())

    assert public(visitor, pilot) == before


def test_neither_do_two_who_leave_one_after_the_other(pilot, visitor):
    before = public(visitor, pilot)

    first, *_others, last = places(pilot)
    leave(first)
    leave(last)

    assert public(visitor, pilot) == before
    assert KeptWave.objects.count() == 1


def test_nor_somebody_who_completed_the_pilot_and_takes_their_data_out(pilot, visitor):
    before = public(visitor, pilot)
    place = places(pilot).first()
    place.status = "completed"
    place.save()

    remove_data(participation=place, by=place.panelist.person)

    assert public(visitor, pilot) == before


def test_nor_an_account_that_is_erased_with_the_places_it_named(pilot, visitor):
    before = public(visitor, pilot)

    erase_person(person=places(pilot).first().panelist.person)

    assert public(visitor, pilot) == before
    assert Response.objects.filter(answers__has_key="spot").count() == 2 * len(WALKS) - 2


def test_nor_a_consent_to_sensitive_questions_that_is_taken_back(pilot, visitor):
    Question.objects.filter(code="ease").update(is_sensitive=True)
    panelist = places(pilot).first().panelist
    let_answer_sensitive(panelist=panelist, may=True)
    before = public(visitor, pilot)

    assert erase_sensitive_answers(panelist=panelist, at=timezone.now()) == 2

    assert public(visitor, pilot) == before


def test_a_wave_that_closes_later_is_without_them(pilot):
    leave(places(pilot).first())

    close_wave(wave=pilot.survey.waves.get(kind="after"))

    told = rows(pilot.survey)
    counts = {kind: sum(row["wave"] == kind for row in told) for kind in ("before", "after")}
    assert counts == {"before": len(WALKS), "after": len(WALKS) - 1}
    leave(places(pilot).last())  # and is kept in its turn
    assert rows(pilot.survey) == told


def test_so_few_are_left_that_nothing_could_be_told_and_it_still_stands(pilot, visitor):
    before = public(visitor, pilot)

    for place in places(pilot):
        leave(place)

    assert not Response.objects.exists()
    assert public(visitor, pilot) == before
    assert has_responses(pilot.survey)  # its questions stay what was answered


def test_their_answers_are_gone_and_what_is_kept_names_nobody(pilot):
    place = places(pilot).first()
    code = place.panelist.code

    leave(place)

    assert not Response.objects.filter(panelist=place.panelist).exists()
    kept = KeptWave.objects.get()
    said = f"{kept.rows} {kept.lines}"
    assert code not in said
    assert CANARY not in said


def test_a_wave_nobody_could_read_yet_is_not_kept(pilot):
    Wave.objects.update(closes_at=timezone.now() + timedelta(days=1))

    leave(places(pilot).first())

    assert not KeptWave.objects.exists()


def test_what_was_too_small_to_be_told_stays_untold(city):
    wave = make_wave()
    panelist = panelist_for(panel=wave.survey.panel, person=UserFactory())
    answer(wave=wave, panelist=panelist, answers=GOOD)
    close_wave(wave=wave)

    keep_published(responses=wave.responses.all(), at=timezone.now())
    city.smallest_group = 2
    city.save()

    assert rows(wave.survey) == []


def test_what_is_kept_is_never_written_again(pilot):
    leave(places(pilot).first())

    with pytest.raises(DatabaseError), transaction.atomic():
        KeptWave.objects.update(k=1)


def test_kept_figures_keep_their_weights(pilot, officer):
    leave(places(pilot).first())

    with pytest.raises(WeightsRefused):
        weigh_by(survey=pilot.survey, dimensions=[], by=officer)


def test_the_method_says_so_whether_or_not_anybody_left(pilot, visitor):
    assert "빠지지 않습니다" in visitor.get(f"/surveys/{pilot.survey_id}/method/").content.decode()
