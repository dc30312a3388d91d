"""A questionnaire is changed one question or section at a time, and stays whole."""

import pytest

from city.words import Words, words
from surveys.build.bank import BANK, from_bank
from surveys.build.edit import (
    DOWN,
    UP,
    NoSuchQuestion,
    copy_question,
    drop_question,
    drop_section,
    move_question,
    move_section,
    put_question,
    put_section,
)
from surveys.make import QuestionsRefused, SurveyHasResponses, change_survey, rows_of_questions
from tests.surveys.kinds import EVERY_KIND, LEVELS, TRIPS, question
from tests.surveys.questions import let_people_answer, make_survey, make_wave

SECTIONS = [{"title": words("첫째")}, {"title": words("둘째")}]


@pytest.fixture
def survey(city):
    return make_survey(
        [
            question("single", "trip", options=TRIPS, section=1),
            question("scale", "ease", options=LEVELS, section=1),
            question("text", "wish", section=2, is_required=False),
        ],
        sections=SECTIONS,
    )


def order(survey):
    return [(each.code, each.section and str(each.section)) for each in survey.questions.all()]


def test_a_new_question_stands_last_in_its_section_and_gets_a_name(survey):
    put_question(survey=survey, row=question("date", code="when", section=1))
    put_question(survey=survey, row=question("number", section=1) | {"code": ""})

    assert [code for code, _section in order(survey)] == ["trip", "ease", "when", "q1", "wish"]


def test_a_changed_question_keeps_its_place_and_its_row(survey):
    row = rows_of_questions(survey)[1]
    pk = survey.questions.get(code="ease").pk

    put_question(survey=survey, row=row | {"words": words("쉬웠습니까?")}, code="ease")

    assert str(survey.questions.get(pk=pk)) == "쉬웠습니까?"
    assert [code for code, _section in order(survey)] == ["trip", "ease", "wish"]


def test_conditions_follow_a_question_that_gets_another_name(survey):
    condition = {"question": "trip", "any_of": ["bike"]}
    put_question(survey=survey, row=question("text", "lane", section=2, shown_if=condition))

    row = rows_of_questions(survey)[0]
    put_question(survey=survey, row=row | {"code": "means"}, code="trip")

    assert survey.questions.get(code="lane").shown_if == {"question": "means", "any_of": ["bike"]}


def test_questions_move_within_a_section_and_across_its_edge(survey):
    move_question(survey=survey, code="ease", step=UP)
    assert [code for code, _section in order(survey)] == ["ease", "trip", "wish"]

    move_question(survey=survey, code="trip", step=DOWN)
    assert order(survey) == [("ease", "첫째"), ("trip", "둘째"), ("wish", "둘째")]

    move_question(survey=survey, code="trip", step=UP)
    move_question(survey=survey, code="ease", step=UP)
    move_question(survey=survey, code="ease", step=UP)
    assert order(survey) == [("ease", None), ("trip", "첫째"), ("wish", "둘째")]


def test_a_question_does_not_move_before_the_one_it_depends_on(survey):
    condition = {"question": "ease", "any_of": [1, 2]}
    put_question(survey=survey, row=question("text", "why", section=1, shown_if=condition))

    with pytest.raises(QuestionsRefused):
        move_question(survey=survey, code="why", step=UP)
    with pytest.raises(QuestionsRefused):
        drop_question(survey=survey, code="ease")
    assert [code for code, _section in order(survey)] == ["trip", "ease", "why", "wish"]


def test_a_copy_stands_below_under_a_name_of_its_own(survey):
    copy_question(survey=survey, code="trip")

    assert [code for code, _section in order(survey)] == ["trip", "q1", "ease", "wish"]


def test_sections_are_written_moved_and_dissolved(survey):
    put_section(survey=survey, title=words("셋째"), intro=Words())
    move_section(survey=survey, number=2, step=UP)
    assert order(survey) == [("wish", "둘째"), ("trip", "첫째"), ("ease", "첫째")]

    drop_section(survey=survey, number=2)
    assert order(survey) == [("wish", "둘째"), ("trip", "둘째"), ("ease", "둘째")]

    put_section(survey=survey, number=1, title=words("하나"), intro=words("설명"))
    assert [str(each) for each in survey.sections.all()] == ["하나", "셋째"]


def test_what_is_not_there_any_more_cannot_be_changed(survey):
    with pytest.raises(NoSuchQuestion):
        copy_question(survey=survey, code="gone")


def test_once_somebody_answered_nothing_moves(survey):
    wave = make_wave(survey)
    let_people_answer(wave, [{"trip": "bus", "ease": 3}])

    for change in (
        lambda: put_question(survey=survey, row=question("date")),
        lambda: move_question(survey=survey, code="ease", step=UP),
        lambda: drop_question(survey=survey, code="wish"),
        lambda: drop_section(survey=survey, number=1),
    ):
        with pytest.raises(SurveyHasResponses):
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        question("matrix", options=LEVELS),
        question("matrix", options=LEVELS, rows=[{"code": "a", "en": "only English"}]),
        question(
            "matrix", options=LEVELS, rows=[{"code": "a", "ko": "가"}, {"code": "a", "ko": "나"}]
        ),
        question("ranking", options=TRIPS[:1]),
        question("ranking", options=TRIPS, largest=4),
        question("multiple", options=TRIPS, largest=1.5),
        question("single", options=[*TRIPS, {"code": "other", "ko": "기타"}], has_other=True),
        question("single", options=TRIPS, has_other=True, is_profile=True),
        question("single", options=[{"code": "a b", "ko": "가"}, {"code": "b", "ko": "나"}]),
        question("text", shown_if={"question": "later", "any_of": ["x"]}),
        question("text", shown_if={"question": "trip", "any_of": ["plane"]}),
        question("text", shown_if={"question": "trip", "any_of": []}),
        question("text", shown_if={"question": "wish", "any_of": ["x"]}),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(survey, wrong):
    with pytest.raises(QuestionsRefused) as refusal:
        put_question(survey=survey, row=wrong)

    assert all(len(sentence) > 10 for sentence in refusal.value.errors.values())
    assert survey.questions.count() == 3


def test_one_page_holds_one_map(survey):
    put_question(survey=survey, row=question("place", "here", section=1))
    with pytest.raises(QuestionsRefused):
        put_question(survey=survey, row=question("place", "there", section=2))

    change_survey(survey=survey, by_section=True)
    survey.refresh_from_db()
    put_question(survey=survey, row=question("place", "there", section=2))
    with pytest.raises(QuestionsRefused):
        change_survey(survey=survey, by_section=False)


def test_every_question_of_the_bank_can_be_asked(city):
    survey = make_survey(BANK)

    assert survey.questions.count() == len(BANK)
    assert all(each.words["en"] for each in survey.questions.all())
    assert from_bank("no-such-question") is None


def test_every_kind_can_be_asked(city):
    assert make_survey(EVERY_KIND).questions.count() == len(EVERY_KIND)
