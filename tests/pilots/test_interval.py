"""The arithmetic behind "(95 % interval 15 to 29)"."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.interval import contrast, paired, t_cdf, t_quantile, welch

numbers = st.lists(st.floats(-1000, 1000).map(lambda x: round(x, 3)), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("freedom", "table"),
    [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799)],
)
def test_quantiles_are_those_of_the_printed_tables(freedom, table):
    assert t_quantile(0.975, freedom) == pytest.approx(table, abs=5e-5)


def test_the_paired_interval_is_that_of_students_own_sleep_data():
    # W. S. Gosset 1908: hours of sleep gained by ten patients with two drugs.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

    estimate = paired(first, second)

    assert estimate.value == pytest.approx(1.58)
    assert (estimate.low, estimate.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert estimate.freedom == pytest.approx(9)


def test_welchs_interval_of_the_same_data_as_two_groups():
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

    estimate = welch(first, second)

    assert estimate.freedom == pytest.approx(17.776, abs=1e-3)
    assert (estimate.low, estimate.high) == pytest.approx((-0.2054832, 3.3654832), abs=1e-6)


def test_one_value_has_no_interval():
    assert not welch([1.0], [2.0, 3.0]).has_interval


def test_values_that_do_not_vary_have_no_interval():
    assert not welch([2.0, 2.0], [3.0, 3.0]).has_interval


@given(numbers, numbers)
def test_turning_before_and_after_round_turns_the_interval_round(before, after):
    there, back = welch(before, after), welch(after, before)

    assert there.value == pytest.approx(-back.value)
    if there.has_interval:
        assert there.low == pytest.approx(-back.high)
        assert there.low <= there.value <= there.high


@given(numbers, st.floats(-50, 50))
def test_the_same_shift_for_all_moves_only_the_estimate(values, shift):
    here = contrast([values], [1])
    there = contrast([[value + shift for value in values]], [1])

    assert there.value == pytest.approx(here.value + shift, abs=1e-6)
    # Adding to a number can lose its last digits; values a hair apart may then become alike.
    if here.has_interval and there.has_interval:
        assert there.high - there.low == pytest.approx(here.high - here.low, rel=1e-3, abs=1e-6)


@given(st.floats(0.6, 0.9999), st.floats(1, 500))
def test_a_quantile_is_where_that_share_lies_below(p, freedom):
    assert math.isclose(t_cdf(t_quantile(p, freedom), freedom), p, rel_tol=1e-7)
