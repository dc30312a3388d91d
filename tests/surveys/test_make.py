import pytest

from city.words import words
from surveys.make import (
    QuestionsRefused,
    SurveyHasResponses,
    change_survey,
    create_survey,
    write_questions,
)
from tests.surveys.questions import GOOD, QUESTIONS, let_people_answer, make_survey, make_wave


def test_a_survey_keeps_its_questions_in_their_order(city):
    survey = make_survey()

    assert [question.code for question in survey.questions.all()] == [
        "walk", "why", "ease", "wait", "more",
    ]  # fmt: skip


def test_questions_and_options_without_codes_get_them(city):
    survey = make_survey(
        [
            {
                "kind": "single",
                "words": words("산책하십니까?"),
                "options": [{"ko": "예"}, {"ko": "아니요"}],
            }
        ]
    )

    question = survey.questions.get()
    assert question.code == "q1"
    assert [option["code"] for option in question.options] == ["1", "2"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "guess"},
        {"words": words("")},
        {"options": [{"ko": "예"}]},
        {"options": [{"ko": "예"}, {"en": "no"}]},
        {"options": [{"code": "a", "ko": "예"}, {"code": "a", "ko": "아니요"}]},
        {"code": "세 번째"},
        {"code": "x" * 31},
        {"kind": "number", "smallest": 5, "largest": 1},
        {"kind": "scale", "is_profile": True},
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_a_sentence(city, change):
    with pytest.raises(QuestionsRefused) as refusal:
        make_survey([QUESTIONS[0] | change])

    assert len(refusal.value.errors[0]) > 10


def test_a_survey_that_is_being_written_has_no_questions_yet(city):
    assert create_survey(title=words("빈 설문"), questions=[]).questions.count() == 0


def test_questions_change_only_until_somebody_answers(city):
    wave = make_wave()
    kept = wave.survey.questions.get(code="ease")

    write_questions(survey=wave.survey, questions=[QUESTIONS[2]])
    assert wave.survey.questions.get() == kept

    let_people_answer(wave, [{"ease": 3}])
    with pytest.raises(SurveyHasResponses):
        write_questions(survey=wave.survey, questions=QUESTIONS)


def test_words_may_be_corrected_after_people_answered(city):
    wave = make_wave()
    let_people_answer(wave, [GOOD])

    change_survey(survey=wave.survey, title=words("바로잡은 이름"))

    wave.survey.refresh_from_db()
    assert wave.survey.title["ko"] == "바로잡은 이름"
