"""Intervals of shares, against the equation that defines Wilson's ends."""

from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as some

from city.shares import share


@given(some.integers(1, 10_000), some.floats(0, 1))
def test_each_end_is_where_the_found_share_would_be_just_unlikely(whole, found):
    """An end is the true share p for which the share found lies z standard errors away."""
    part = round(found * whole)
    z = NormalDist().inv_cdf(0.975)

    got = share(part, whole)

    assert got.percent == pytest.approx(100 * part / whole)
    assert 0 <= got.low <= got.percent + 1e-9
    assert got.percent - 1e-9 <= got.high <= 100
    for end in (got.low / 100, got.high / 100):
        away = z * sqrt(end * (1 - end) / whole)
        assert abs(part / whole - end) == pytest.approx(away, abs=1e-6)


def test_the_example_of_a_textbook():
    """81 of 263: 0.255 to 0.366 (Newcombe, Statistics in Medicine 17, 1998)."""
    got = share(81, 263)

    assert (round(got.low, 1), round(got.high, 1)) == (25.5, 36.6)


def test_nobody_answered():
    assert share(0, 0) is None
