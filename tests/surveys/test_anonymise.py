from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from surveys.anonymise import columns, rows
from surveys.models import Panelist
from surveys.results import as_data
from surveys.waves import close_wave
from tests.surveys.questions import GOOD, QUESTIONS, let_people_answer, make_survey, make_wave

CANARY = "카나리아-7431"
AGE = {
    "code": "age", "kind": "single", "is_profile": True, "words": words("나이대"),
    "options": [{"code": "20-39", "ko": "20~39세"}, {"code": "40-59", "ko": "40~59세"}],
}  # fmt: skip


@pytest.fixture
def wave(city):
    return make_wave(make_survey([*QUESTIONS, AGE]))


def fill(wave, *groups):
    """fill(wave, (6, {"ease": 2}), …): so many people with these answers."""
    base = GOOD | {"age": "20-39"}
    let_people_answer(wave, [base | change for people, change in groups for _one in range(people)])
    return close_wave(wave=wave)


def tally(wave):
    return next(each for each in as_data(wave.survey, timezone.now()) if each["wave"] == wave.code)


def question(result, code):
    return next(each for each in result["questions"] if each["column"] == code)


def counts(result, code):
    return [option["count"] for option in question(result, code)["options"]]


def test_the_file_holds_no_code_no_text_and_nothing_else_unasked(wave):
    fill(wave, (8, {"more": CANARY}))

    published = rows(wave.survey)

    assert len(published) == 8
    assert all(list(row) == columns(wave.survey) for row in published)
    text = str(published)
    assert CANARY not in text
    assert not any(code in text for code in Panelist.objects.values_list("code", flat=True))


def test_the_rows_stand_in_the_same_order_each_time_and_not_in_that_of_answering(wave):
    fill(wave, *((1, {"wait": seconds}) for seconds in range(0, 300, 5)))

    order = [row["wait"] for row in rows(wave.survey)]

    assert order == [row["wait"] for row in rows(wave.survey)]
    assert order != sorted(order)


def test_nothing_is_told_while_a_wave_is_open(wave):
    let_people_answer(wave, [GOOD | {"age": "20-39"}] * 9)

    assert rows(wave.survey) == []
    assert tally(wave)["n"] is None


def test_nothing_is_told_about_fewer_people_than_the_city_allows(wave):
    fill(wave, (4, {}))

    assert rows(wave.survey) == []


def test_counts_and_shares_are_told_for_each_option(wave):
    fill(wave, (6, {"walk": "daily"}), (14, {"walk": "weekly"}))

    result = tally(wave)

    assert result["n"] == 20
    assert counts(result, "walk") == [6, 14, 0]
    assert question(result, "walk")["options"][0]["share"] == 0.3


def test_a_small_group_hides_with_others(wave):
    fill(wave, (2, {"walk": "daily"}), (14, {"walk": "weekly"}), (6, {"walk": "never"}))

    result = tally(wave)

    assert counts(result, "walk") == [None, 14, None]
    assert "daily" not in {row["walk"] for row in rows(wave.survey)}


def test_those_who_did_not_tick_an_option_are_a_group_too(wave):
    fill(wave, (12, {"why": ["shop"]}), (3, {"why": ["school"]}), (5, {"why": []}))

    result = tally(wave)

    assert question(result, "why.shop")["n"] == 15
    assert counts(result, "why.school") == [None]  # 3 of 15
    assert counts(result, "why.shop") == [None]  # 15 − 12 = 3


def test_a_question_that_few_answered_is_left_out(wave):
    fill(wave, (20, {"wait": ""}), (3, {"wait": 50}))

    result = question(tally(wave), "wait")

    assert (result["n"], result["average"]) == (None, None)


def test_the_average_of_a_scale_counts_everybody_although_small_levels_hide(wave):
    fill(wave, (2, {"ease": 1}), (3, {"ease": 2}), (14, {"ease": 3}), (11, {"ease": 4}))

    result = tally(wave)

    assert counts(result, "ease") == [None, None, 14, None, None]
    assert question(result, "ease")["average"] == pytest.approx((2 + 6 + 42 + 44) / 30, abs=1e-4)


def test_the_average_of_numbers_is_that_of_the_answers(wave):
    fill(wave, *((1, {"wait": seconds}) for seconds in range(11)))

    result = question(tally(wave), "wait")

    assert (result["n"], result["average"]) == (11, 5)
    assert all([row["wait"] for row in rows(wave.survey)].count(value) >= 5
               for value in {row["wait"] for row in rows(wave.survey)})  # fmt: skip


def test_who_answered_is_in_no_row_but_in_groups(wave):
    fill(wave, (12, {"age": "20-39"}), (8, {"age": "40-59", "walk": "never"}))

    assert not {"age", "level"} & set(columns(wave.survey))
    groups = [line for line in tally(wave)["groups"] if line["by"] == "age"]
    assert [line["people"] for line in groups if not line["column"]] == [12, 8]
    walk = {(x["group"], x["answer"]): x["people"] for x in groups if x["column"] == "walk"}
    assert walk["20-39", "daily"] == 12
    assert walk["40-59", "never"] == 8


def test_a_group_of_few_is_not_told(wave):
    fill(wave, (12, {"age": "20-39"}), (3, {"age": "40-59"}))

    assert tally(wave)["groups"] == []


def test_how_many_were_asked_a_question_is_not_told_by_group(city):
    only_some = {**QUESTIONS[2], "shown_if": {"question": "walk", "any_of": ["daily"]}}
    wave = make_wave(make_survey([QUESTIONS[0], only_some, AGE]))
    fill(wave, (12, {"age": "20-39"}), (12, {"age": "40-59"}))

    told = {line["column"] for line in tally(wave)["groups"]}

    assert "walk" in told
    assert "ease" not in told


def test_each_wave_is_told_by_itself(city):
    survey = make_survey()
    before, after = make_wave(survey, "before"), make_wave(survey, "after")
    let_people_answer(before, [GOOD] * 6)
    let_people_answer(after, [GOOD] * 7)
    for wave in (before, after):
        close_wave(wave=wave)

    assert [tally(wave)["n"] for wave in (before, after)] == [6, 7]
    assert [row["wave"] for row in rows(survey)] == ["before"] * 6 + ["after"] * 7


def test_the_number_of_queries_does_not_grow_with_the_people(wave, django_assert_num_queries):
    fill(wave, (30, {}))

    survey = type(wave.survey).objects.select_related("imported", "pilot").get(pk=wave.survey_id)
    with django_assert_num_queries(5):
        rows(survey, at=timezone.now() + timedelta(seconds=1))
