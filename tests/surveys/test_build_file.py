"""A questionnaire goes out as JSON and comes back the same; a bad file says each problem."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city.words import words
from surveys.build.file import FileRefused, as_data, as_file, copy_survey, make_version, read_file
from surveys.models import Survey
from tests.surveys.kinds import EVERY_KIND, TRIPS, question
from tests.surveys.questions import GOOD, let_people_answer, make_survey, make_wave

SECTIONS = [{"title": words("첫째", "First"), "intro": words("설명")}]


@pytest.fixture
def survey(city):
    depends = question("text", "why", shown_if={"question": "single", "any_of": ["bus"]})
    return make_survey(
        [each | {"section": 1} for each in [*EVERY_KIND, depends]], sections=SECTIONS,
        by_section=True, method=words("누리집"),
    )  # fmt: skip


def test_what_was_taken_out_comes_back_the_same(survey, officer):
    again = read_file(content=as_file(survey), by=officer)

    assert as_data(again) == as_data(survey)
    assert again.panel_id != survey.panel_id
    assert not again.is_public


def test_a_copy_has_the_questions_and_nobodys_answers(city, officer):
    wave = make_wave()
    let_people_answer(wave, [GOOD])

    made = copy_survey(survey=wave.survey, by=officer)

    assert made.title == {"ko": "횡단보도 설문 (사본)", "en": "Crossing survey (copy)"}
    assert as_data(made)["questions"] == as_data(wave.survey)["questions"]
    assert not made.waves.exists()
    assert made.replaces is None


def test_a_new_version_says_which_one_it_replaces(city, officer):
    wave = make_wave()
    let_people_answer(wave, [GOOD])

    made = make_version(survey=wave.survey, by=officer)

    assert made.replaces == wave.survey
    assert made.title == wave.survey.title
    assert made.is_public
    assert wave.responses.count() == 1


def test_the_example_in_the_docs_can_be_brought_in(city, officer):
    text = Path("docs/questionnaires.md").read_text()
    example = text.split("```json")[1].split("```")[0]

    assert read_file(content=example.encode(), by=officer).questions.count() == 2


def changed(**change):
    data = {
        "format": "livinglab-survey", "version": 1, "title": {"ko": "설문"},
        "questions": [question("single", options=TRIPS)],
    }  # fmt: skip
    return json.dumps(data | change).encode()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", ""), (b"\xff\xfe", ""), (b"[]", "format"), (b'{"format": "x"}', "format"),
        (b"[" * 100_000, ""), (changed(version=2), "version"), (changed(title="설문"), "title"),
        (changed(sections={}), ""), (changed(sections="x"), "sections"),
        (changed(sections=[1]), "sections[1].title"),
        (changed(questions=[1]), "questions[1]"),
        (changed(questions=[question("guess")]), "1"),
        (changed(questions=[question("single", options=[{"ko": "하나"}])]), "1"),
        (changed(questions=[question("single", options=["x", "y"])]), "questions[1].options[1]"),
        (changed(questions=[question("text", colour="red")]), "questions[1].colour"),
        (changed(questions=[question("text", section=3)]), "questions[1].section"),
        (changed(questions=[question("text", is_required="yes")]), "questions[1].is_required"),
        (changed(questions=[question("number", largest="9")]), "questions[1].largest"),
        (changed(questions=[question("scale", options={"top": {}})]), "questions[1].options"),
        (changed(questions=[question("text", shown_if=["x"])]), "questions[1].shown_if"),
        (changed(questions=[question("text", words={"en": "x"})]), "questions[1].words"),
        (b" " * 1_000_001, ""),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_and_says_where(city, officer, content, named):
    if content == changed(sections={}):  # nothing is as good as an empty list
        assert read_file(content=content, by=officer).sections.count() == 0
        return
    with pytest.raises(FileRefused) as refusal:
        read_file(content=content, by=officer)

    assert any(named in problem for problem in refusal.value.problems)
    assert Survey.objects.count() == 0


def test_everything_wrong_is_said_at_once(city, officer):
    with pytest.raises(FileRefused) as refusal:
        read_file(content=changed(title={}, questions=[question("text", section=9), 7]), by=officer)

    assert len(refusal.value.problems) == 3


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
    | st.text(max_size=8) | st.sampled_from(["single", "matrix", "scale", "ko", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["ko", "en", "code", "question", "any_of", "low", "3"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
FIELDS = ["code", "kind", "words", "hint", "options", "rows", "has_other", "shown_if", "unit",
          "smallest", "largest", "is_profile", "section"]  # fmt: skip


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6))
def test_whatever_a_question_says_the_file_is_read_or_refused(city, officer, change):
    content = changed(questions=[question("single", options=TRIPS) | change])

    try:
        survey = read_file(content=content, by=officer)
    except FileRefused:
        return
    assert survey.questions.count() == 1
