"""What of an answer is kept, kind by kind."""

import pytest

from surveys.answer import AnswersRefused, answer, check_answers
from surveys.models import Question
from tests.surveys.kinds import EVERY_KIND, GOOD_OF_ALL, TRIPS, question
from tests.surveys.questions import make_survey, make_wave, panelist_of


def checked(given, questions=EVERY_KIND, photos=()):
    """The kept answer to the last of the questions, or the sentence that refuses it."""
    rows = [Question(**each) for each in questions]
    kept, errors = check_answers(rows, given, photos=photos)
    code = rows[-1].code
    return errors.get(code) or kept.get(code)


def test_answers_of_every_kind_are_kept_as_they_were_given(city):
    wave = make_wave(make_survey(EVERY_KIND))

    kept = answer(wave=wave, panelist=panelist_of(wave), answers=GOOD_OF_ALL).answers

    assert kept == GOOD_OF_ALL


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("matrix", {"clean": "5", "safe": "1", "junk": "x"}, {"clean": 5, "safe": 1}),
        ("ranking", {"bus": "2", "bike": "3", "walk": "1"}, ["walk", "bus", "bike"]),
        ("date", "2026. 5. 31.", "2026-05-31"),
        ("date", "2026년 5월 3일", "2026-05-03"),
        ("number", "1,2", 12),
        ("short", " 한\n  줄 ", "한 줄"),
    ],
)
def test_answers_are_read_as_people_write_them(city, kind, given, kept):
    one = next(each for each in EVERY_KIND if each["kind"] == kind)

    assert checked({kind: given}, [one]) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("matrix", {"clean": 5}), ("matrix", {"clean": 5, "safe": 6}), ("matrix", "5"),
        ("ranking", {"bus": "1", "bike": "1", "walk": "2"}), ("ranking", ["bus", "bike"]),
        ("ranking", ["bus", "bus", "walk"]), ("ranking", ["bus", "bike", "plane"]),
        ("ranking", {"bus": "일"}), ("ranking", [["bus"]]),
        ("multiple", ["none", "bus"]), ("multiple", ["bus", "bike", "walk", "other"]),
        ("multiple", ["plane"]), ("single", "plane"), ("date", "2026-02-30"), ("date", "내일"),
        ("date", "0001-01-01"), ("number", 10**400), ("number", "열둘"), ("short", "가" * 201),
        ("text", "가" * 10_000), ("place", "시청"), ("place", {"lon": "x"}), ("photo", 17),
        ("photo", "x"), ("scale", {"a": 1}),
    ],
)  # fmt: skip
def test_a_wrong_answer_gets_one_kind_sentence(city, kind, given):
    one = next(each for each in EVERY_KIND if each["kind"] == kind)

    sentence = checked({kind: given}, [one])

    assert isinstance(sentence, str)
    assert sentence.endswith((".", "”"))


def test_words_beside_other_count_as_other_and_words_without_it_do_not(city):
    one = question("single", options=TRIPS, has_other=True)

    assert checked({"single.other": "지하철"}, [one]) == "other"
    kept, _errors = check_answers([Question(**one)], {"single": "bus", "single.other": "지하철"})
    assert kept == {"single": "bus"}


def test_only_the_first_places_are_asked_where_the_question_says_so(city):
    one = question("ranking", options=TRIPS, largest=2)

    assert checked({"ranking": {"bus": "2", "walk": "1"}}, [one]) == ["walk", "bus"]
    assert isinstance(checked({"ranking": {"bus": "1"}}, [one]), str)


def test_a_place_is_kept_to_ten_metres_and_lies_in_the_city(city):

    one = question("place")

    kept = checked({"place": {"lon": "127.0712345", "lat": "37.7512345"}}, [one])
    outside = checked({"place": {"lon": 129.0, "lat": 35.1}}, [one])

    assert (kept["lon"], kept["lat"]) == (127.0712, 37.7512)
    assert kept["district"]
    assert checked({"place": kept}, [one]) == kept
    assert isinstance(outside, str)


def test_a_photo_is_an_answer_only_for_whom_it_came_from(city):
    one = question("photo")

    assert checked({"photo": 17}, [one], photos={17}) == 17
    assert isinstance(checked({"photo": 17}, [one], photos={18}), str)


CONDITION = [
    question("single", options=TRIPS),
    question("text", shown_if={"question": "single", "any_of": ["bike"]}),
]


def test_a_question_that_is_not_shown_is_not_missed_and_its_answer_is_dropped(city):
    assert checked({"single": "bus", "text": "숨은 답"}, CONDITION) is None
    assert checked({"single": "bike", "text": "보이는 답"}, CONDITION) == "보이는 답"
    assert isinstance(checked({"single": "bike"}, CONDITION), str)


def test_what_depends_on_a_hidden_question_is_hidden_too(city):
    third = question("number", shown_if={"question": "second", "any_of": ["yes"]})
    second = question(
        "single", "second", options=[{"code": "yes", "ko": "예"}, {"code": "no", "ko": "아니요"}],
        shown_if={"question": "single", "any_of": ["bike"]},
    )  # fmt: skip
    given = {"single": "bus", "second": "yes", "number": 3}

    assert checked(given, [CONDITION[0], second, third]) is None


def test_questions_on_health_are_asked_only_of_those_who_agreed_to_that(city):
    wave = make_wave(make_survey([question("scale"), question("text", is_sensitive=True)]))
    agreed, other = panelist_of(wave), panelist_of(wave)
    agreed.may_answer_sensitive = True
    agreed.save()

    kept = answer(wave=wave, panelist=agreed, answers={"scale": 3, "text": "무릎"}).answers
    without = answer(wave=wave, panelist=other, answers={"scale": 3, "text": "무릎"}).answers

    assert kept["text"] == "무릎"
    assert without == {"scale": 3}
    with pytest.raises(AnswersRefused):
        answer(wave=wave, panelist=agreed, answers={"scale": 3})
