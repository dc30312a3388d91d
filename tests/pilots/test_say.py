"""One sentence for somebody who never heard of an interval."""

import pytest
from django.utils import translation

from pilots.draw import chart_of, round_ticks
from pilots.say import amount, says, with_unit

COMPARISON = {
    "unit": {"ko": "초", "en": "s"}, "unit_of_analysis": "sites", "n_before": 7, "n_after": 7,
    "judged": True, "verdict": "better", "difference": -22.0, "low": -29.0, "high": -15.0,
    "mean_before": 62.0, "mean_after": 40.0, "adjusted": None, "target": None,
    "periods": {"after_from": "2026-03-03"}, "series": [],
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_korean():
    with translation.override("ko"):
        yield


def test_a_fall_is_said_without_minus_signs():
    assert says(COMPARISON) == "평균 22초 줄었습니다(95% 신뢰구간 15~29초)."


def test_english_readers_are_told_the_same():
    with translation.override("en"):
        assert says(COMPARISON) == "On average 22 s less than before (95% interval 15 to 29 s)."


def test_a_change_of_a_share_is_told_in_points():
    share = COMPARISON | {"unit": {"ko": "%"}, "difference": 6.0, "low": 2.0, "high": 10.0}

    assert "6%포인트 늘었습니다" in says(share)


def test_what_may_be_chance_is_called_so():
    unclear = COMPARISON | {"verdict": "unclear", "low": -8.0, "high": 2.0}

    assert "우연일 수 있습니다" in says(unclear)
    assert "-8~2초" in says(unclear)


def test_too_few_answers_are_not_judged():
    few = COMPARISON | {"judged": False, "unit_of_analysis": "people"}

    assert says(few) == "응답이 너무 적어 판단할 수 없습니다."


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1,234"), (41.26, "41.3"), (2.5, "2.5"), (0.0274, "0.027"), (0, "0"),
     (-0.0001, "0"), (100, "100"), (None, "")],
)  # fmt: skip
def test_as_many_digits_as_one_can_use(value, text):
    assert amount(value) == text


def test_units_stand_close_in_korean():
    assert with_unit(3, {"ko": "초", "en": "s"}) == "3초"


def test_a_chart_leaves_a_hole_where_nothing_was_measured():
    series = [["2026-03-01", 60.0, None], ["2026-03-02", 61.0, None],
              ["2026-03-11", 40.0, None], ["2026-03-12", 41.0, None]]  # fmt: skip

    chart = chart_of(COMPARISON | {"series": series})

    assert len(chart.lines[0]) == 2
    assert chart.lines[1] == []


@pytest.mark.parametrize("values", [[5, 5], [0, 0], [-3, 8], [1e-6, 2e-6], [99.7, 99.9], [0, 1e9]])
def test_ticks_hold_all_values(values):
    ticks = round_ticks(values)

    assert ticks[0] <= min(values)
    assert ticks[-1] >= max(values)
    assert 2 <= len(ticks) <= 8
