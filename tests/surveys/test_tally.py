"""What holds of counts, shares, averages and medians whatever people answered."""

from itertools import pairwise
from statistics import fmean, median
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.anonymise import told_answers
from surveys.parts import Shape, parts_of, value_in
from surveys.tally import histogram, tally

K = 5
ABC = [{"code": code, "ko": code} for code in "abc"]


def asked(kind, **fields):
    row = {"code": "q", "kind": kind, "options": [], "rows": [], "has_other": False}
    return SimpleNamespace(**row | fields)


def told(question, answers, k=K):
    """Answers as they are published, and each part counted from that."""
    parts = parts_of(question)
    columns = told_answers(parts, [{"q": each} if each is not None else {} for each in answers], k)
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {part.column: tally(part, rows) for part in parts}


def people(answers):
    return st.lists(st.one_of(st.none(), answers), min_size=1, max_size=60)


levels = people(st.integers(1, 5))
choices = people(st.sampled_from("abc"))
numbers = people(st.integers(-1000, 1000))


@given(choices, st.sampled_from([1, K]))
@settings(deadline=None)
def test_counts_that_are_told_sum_to_the_people_where_nothing_is_hidden(answers, k):
    result = told(asked("single", options=ABC), answers, k)["q"]

    shown = [each for each in result.answers if each.count is not None]
    assert sum(each.count for each in shown) <= (result.n or 0)
    assert all(each.share == each.count / result.n for each in shown)
    assert all(each.count == 0 or each.count >= k for each in shown)
    if not result.hides_something:
        assert sum(each.count for each in shown) == result.n
        assert sum(each.share for each in shown) == pytest.approx(1)


@given(levels, st.randoms())
@settings(deadline=None)
def test_the_order_of_people_changes_nothing(answers, random):
    question = asked("scale", options={})
    shuffled = list(answers)
    random.shuffle(shuffled)

    assert told(question, shuffled) == told(question, answers)


@given(numbers, st.randoms())
@settings(deadline=None)
def test_the_order_of_people_changes_no_number(answers, random):
    shuffled = list(answers)
    random.shuffle(shuffled)

    one, other = (told(asked("number"), each)["q"] for each in (answers, shuffled))
    assert (one.n, one.bars) == (other.n, other.bars)
    assert one.average == pytest.approx(other.average, abs=1e-3)


@given(numbers, st.integers(-500, 500))
@settings(deadline=None)
def test_a_constant_moves_average_and_median_by_itself(answers, constant):
    question = asked("number")
    moved = [None if each is None else each + constant for each in answers]

    before, after = told(question, answers)["q"], told(question, moved)["q"]

    assert before.n == after.n
    if before.n:
        assert after.average - before.average == pytest.approx(constant, abs=1e-3)
        assert after.median - before.median == pytest.approx(constant, abs=1e-3)


@given(numbers)
@settings(deadline=None)
def test_with_nothing_to_hide_average_and_median_are_those_of_the_answers(answers):
    given_ = [each for each in answers if each is not None]
    result = told(asked("number"), answers, k=1)["q"]

    assert result.n == (len(given_) or None)
    if given_:
        assert result.average == pytest.approx(fmean(given_), abs=1e-3)
        assert result.median == pytest.approx(median(given_), abs=1e-3)


@given(levels)
@settings(deadline=None)
def test_the_average_of_a_scale_is_that_of_all_answers_or_is_not_told(answers):
    given_ = [each for each in answers if each is not None]
    result = told(asked("scale", options={}), answers)["q"]

    if result.average is not None:
        assert result.average == pytest.approx(fmean(given_), abs=1e-3)
    if result.median is not None:
        assert result.median == median(given_)


@given(people(st.lists(st.sampled_from("abc"), unique=True)))
@settings(deadline=None)
def test_of_several_answers_each_is_counted_by_itself(answers):
    result = told(asked("multiple", options=ABC), answers)

    for code in "abc":
        ticked = sum(code in each for each in answers if each is not None)
        [one] = result[f"q.{code}"].answers
        assert one.count in (None, ticked)
        assert one.count is None or one.count == 0 or one.count >= K


@given(people(st.permutations("abc")))
@settings(deadline=None)
def test_average_places_of_a_ranking_sum_to_those_of_everybody(answers):
    question = asked("ranking", options=ABC)
    result = told(question, answers, k=1)

    if any(answers):
        averages = [result[f"q.{code}"].average for code in "abc"]
        assert sum(averages) == pytest.approx(1 + 2 + 3, abs=1e-3)


@given(people(st.permutations("abc")))
@settings(deadline=None)
def test_a_place_that_few_gave_is_never_told(answers):
    question = asked("ranking", options=ABC)
    rows = told_answers(parts_of(question), [{"q": each} for each in answers if each], K)

    for part in parts_of(question):
        if part.shape == Shape.RANK:
            exact = [value for value in rows[part.column] if value in (1, 2, 3)]
            places = {place: exact.count(place) for place in set(exact)}
            assert all(count >= K for count in places.values())


def test_options_that_were_not_put_in_order_share_the_places_that_are_left():
    question = asked("ranking", options=[{"code": code, "ko": code} for code in "abcde"])
    places = [
        value_in(part, {"q": ["b", "a", "c"]})
        for part in parts_of(question)
        if part.shape == Shape.RANK
    ]

    assert places == [2, 1, 3, 4.5, 4.5]


def test_each_statement_of_a_matrix_is_a_scale_of_its_own():
    rows = [{"code": "clean", "ko": "깨끗하다"}, {"code": "safe", "ko": "안전하다"}]
    question = asked("matrix", rows=rows, options={})

    result = told(question, [{"clean": 4, "safe": 2}] * 6 + [{"clean": 5}] * 6)

    assert (result["q.clean"].n, result["q.clean"].average) == (12, 4.5)
    assert (result["q.safe"].n, result["q.safe"].average) == (6, 2)


def test_days_are_told_by_month_and_spots_by_district():
    days = told(asked("date"), ["2026-05-03"] * 3 + ["2026-05-30"] * 3 + ["2026-07-01"] * 7)["q"]
    spots = told(asked("place"), [{"lon": 127.0, "lat": 37.7, "district": "11"}] * 8
                 + [{"district": "12"}] * 6 + [{"district": "13"}])["q"]  # fmt: skip

    assert [(each.code, each.count) for each in days.answers] == [("2026-05", 6), ("2026-07", 7)]
    assert [each.code for each in spots.answers] == ["11"]  # 13 is small, and hides with 12


def test_other_counts_as_other_and_its_words_are_nowhere():
    question = asked("single", options=ABC, has_other=True)
    columns = told_answers(parts_of(question), [{"q": "other", "q.other": "비밀"}] * 6, K)

    assert columns == {"q": ["other"] * 6}


@pytest.mark.parametrize("kind", ["text", "short", "photo"])
def test_words_and_photos_are_in_no_file(kind):
    assert parts_of(asked(kind)) == []


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=80))
def test_the_bars_of_a_histogram_hold_everybody_once(values):
    bars = histogram(values)

    assert sum(bar.count for bar in bars) == len(values)
    assert len(bars) <= 12
    assert bars[0].low <= min(values)
    assert all(a.high == pytest.approx(b.low) for a, b in pairwise(bars))


def test_numbers_that_are_all_but_the_same_are_one_bar():
    assert [bar.count for bar in histogram([0.0, -5e-324])] == [2]


def test_nobody_asked_is_nobody_told():
    assert told(asked("single", options=ABC), [None] * 3)["q"].n is None
