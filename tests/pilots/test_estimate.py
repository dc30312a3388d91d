"""The arithmetic behind "(95 % interval 15 to 29)", against published answers."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pilots.evidence.estimate import changed, paired, paired_shares, shares, step, welch

numbers = st.lists(st.integers(-1000, 1000).map(float), min_size=3, max_size=30)
yes_or_no = st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=40)

# W. S. Gosset ("Student"), Biometrika 6 (1908): hours of sleep gained by ten patients.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_the_paired_interval_is_that_of_students_own_sleep_data():
    estimate = paired(FIRST, SECOND)

    assert estimate.value == pytest.approx(1.58)
    assert (estimate.low, estimate.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert estimate.se == pytest.approx(0.38896, abs=1e-5)


def test_welchs_interval_of_the_same_data_as_two_groups():
    estimate = welch(FIRST, SECOND)

    assert (estimate.low, estimate.high) == pytest.approx((-0.2054832, 3.3654832), abs=1e-6)


def test_two_shares_as_in_newcombes_paper():
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table II: 56/70 and 48/80, method 10.
    estimate = shares([1.0] * 48 + [0.0] * 32, [1.0] * 56 + [0.0] * 14)

    assert estimate.value == pytest.approx(0.2)
    assert (estimate.low, estimate.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_two_small_shares_as_in_newcombes_paper():
    # The same table: 9/10 and 3/10.
    estimate = shares([1.0] * 3 + [0.0] * 7, [1.0] * 9 + [0.0])

    assert (estimate.low, estimate.high) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def pairs(both: int, gained: int, lost: int, neither: int):
    before = [1.0] * both + [0.0] * gained + [1.0] * lost + [0.0] * neither
    after = [1.0] * both + [1.0] * gained + [0.0] * lost + [0.0] * neither
    return before, after


def test_shares_of_the_same_people():
    """A. Agresti, Categorical Data Analysis: approval of the prime minister by 1,600 voters asked
    twice (794 both, 86 gained, 150 lost, 570 neither); Wald's interval is −0.059 to −0.021, and
    with that many people the adjusted one must say the same to three digits."""
    estimate = paired_shares(*pairs(794, 86, 150, 570))

    assert estimate.value == pytest.approx(-0.04)
    assert (estimate.low, estimate.high) == pytest.approx((-0.0587, -0.0213), abs=3e-4)


def test_who_changed_is_counted_both_ways():
    assert changed(*pairs(3, 2, 1, 4)) == (2, 1)


def test_days_that_resemble_each_other_say_less_than_strangers():
    slow = [10, 11, 12, 13, 14, 15, 14, 13, 12, 11] * 4
    before, after = [float(v) for v in slow], [float(v) + 3 for v in slow]

    by_days, by_strangers = step(before, after), welch(before, after)

    assert by_days.value == by_strangers.value == pytest.approx(3)
    assert by_days.high - by_days.low > 1.3 * (by_strangers.high - by_strangers.low)


def test_one_value_has_no_interval():
    assert not welch([1.0], [2.0, 3.0]).has_interval
    assert not step([1.0], [2.0, 3.0]).has_interval
    assert not paired([1.0], [2.0]).has_interval


def test_values_that_do_not_vary_have_no_interval():
    assert not welch([2.0, 2.0], [3.0, 3.0]).has_interval
    assert not paired([2.0, 4.0], [3.0, 5.0]).has_interval


few = settings(max_examples=40, deadline=None)


@few
@given(numbers, numbers)
def test_turning_before_and_after_round_turns_the_interval_round(before, after):
    there, back = welch(before, after), welch(after, before)

    assert there.value == pytest.approx(-back.value)
    if there.has_interval:
        assert there.low == pytest.approx(-back.high, abs=1e-6)
        assert there.low <= there.value <= there.high


@few
@given(numbers, st.randoms(), st.integers(-50, 50))
def test_people_in_another_order_and_another_zero_change_nothing(values, rng, constant):
    after = [value + n % 3 for n, value in enumerate(values)]
    order = list(range(len(values)))
    rng.shuffle(order)

    plain = paired(values, after)
    shuffled = paired([values[n] for n in order], [after[n] for n in order])
    shifted = paired([v + constant for v in values], [v + constant for v in after])

    for other in (shuffled, shifted):
        assert other.value == pytest.approx(plain.value)
        if plain.has_interval:
            assert (other.low, other.high) == pytest.approx((plain.low, plain.high), abs=1e-9)


@few
@given(numbers, numbers, st.integers(1, 50))
def test_adding_a_constant_afterwards_shifts_the_difference_by_it(before, after, constant):
    plain = step(before, after)
    shifted = step(before, [value + constant for value in after])

    assert shifted.value == pytest.approx(plain.value + constant)
    if plain.has_interval:
        assert shifted.low == pytest.approx(plain.low + constant, abs=1e-5)


@few
@given(yes_or_no, yes_or_no)
def test_a_difference_of_shares_stays_between_minus_one_and_one(before, after):
    estimate = shares(before, after)

    assert -1 <= estimate.low <= estimate.value + 1e-12
    assert estimate.value - 1e-12 <= estimate.high <= 1


@few
@given(st.lists(st.tuples(*[st.sampled_from([0.0, 1.0])] * 2), min_size=2, max_size=40))
def test_the_share_of_the_same_people_stays_in_bounds(answers):
    before, after = zip(*answers, strict=True)
    assume(len(before) > 1)

    estimate = paired_shares(before, after)

    assert -1 <= estimate.low < estimate.high <= 1
