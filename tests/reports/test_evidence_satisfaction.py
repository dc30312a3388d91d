"""Satisfaction in a pack: n, average and method from published rows; small waves are not told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from reports.evidence.satisfaction import satisfaction_table
from reports.models import Run
from surveys.build.bank import SATISFIED
from tests import factories as f
from tests.surveys.questions import let_people_answer, make_survey, make_wave

pytestmark = pytest.mark.django_db
HAPPY = [
    {
        "code": "satisfaction", "kind": "scale", "options": SATISFIED,
        "words": words("얼마나 만족하십니까?", "How satisfied are you?"),
    },
    {"code": "wait", "kind": "number", "words": words("몇 분 기다립니까?"), "is_required": False},
]  # fmt: skip


@pytest.fixture
def run(city):
    return Run.objects.create(as_of=timezone.now())


def closed(levels, *, questions=HAPPY):
    """A wave that has closed, with an answer of each level."""
    survey = make_survey(
        questions=questions, method=words("누리집에서 물었습니다.", "Asked online.")
    )
    wave = make_wave(survey)
    let_people_answer(wave, [{questions[0]["code"]: level} for level in levels])
    wave.closes_at = timezone.now() - timedelta(minutes=1)
    wave.save()
    return survey


def rows_of(run, **about):
    return satisfaction_table(run, **about)["rows"]


def test_it_says_n_average_share_and_method(run):
    closed([3] * 6 + [4] * 8 + [5] * 6)
    run.as_of = timezone.now()

    (row,) = rows_of(run)

    survey, _wave, question, n, average, best, _weighted, method = row
    assert survey["en"] == "Crossing survey"
    assert question["en"] == "How satisfied are you? (5: Very satisfied)"
    assert (n, average, best) == (20, 4.0, 70.0)
    assert method["en"] == "Asked online."


def test_a_wave_that_few_answered_is_not_told(run):
    closed([5, 5])
    run.as_of = timezone.now()

    assert rows_of(run) == []


def test_levels_of_a_few_are_not_told(run):
    """One who is very unhappy among many is not found by what is left."""
    closed([1] + [4] * 12 + [5] * 12)
    run.as_of = timezone.now()

    (row,) = rows_of(run)
    assert row[3] == 25
    assert row[5] != 96.0


def test_a_wave_that_is_open_or_closed_on_other_days_is_left_out(run):
    let_people_answer(make_wave(make_survey(questions=HAPPY)), [{"satisfaction": 5}] * 20)
    closed([5] * 20)
    run.as_of = timezone.now()
    today = timezone.localdate(timezone.now() - timedelta(minutes=1))

    assert len(rows_of(run, since=today, until=today)) == 1
    yesterday = today - timedelta(days=1)
    assert rows_of(run, since=yesterday, until=yesterday) == []


def test_other_questions_of_other_surveys_are_no_satisfaction(run):
    easy = {"code": "ease", "kind": "scale", "words": words("쉽습니까?"), "options": {}}
    closed([4] * 20, questions=[easy])
    run.as_of = timezone.now()

    assert rows_of(run) == []


def test_every_scale_of_a_pilot_s_survey_tells_how_it_was_felt(run):
    easy = {"code": "ease", "kind": "scale", "words": words("쉽습니까?"), "options": {}}
    survey = closed([4] * 20, questions=[easy])
    f.make_pilot(stage="running", survey=survey)
    run.as_of = timezone.now()

    assert [row[3] for row in rows_of(run)] == [20]
    assert [row[3] for row in rows_of(run, survey=survey)] == [20]
