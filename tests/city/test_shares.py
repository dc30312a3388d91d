"""Intervals of shares, against the figures of statsmodels."""

import pytest

from city.shares import share


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 5), (3, 7), (81, 120), (1, 1)])
def test_the_interval_is_wilsons(part, whole):
    proportion_confint = pytest.importorskip("statsmodels.stats.proportion").proportion_confint

    low, high = proportion_confint(part, whole, method="wilson")

    got = share(part, whole)
    assert (got.low, got.high) == pytest.approx((100 * low, 100 * high), abs=1e-9)
    assert got.percent == pytest.approx(100 * part / whole)


def test_nobody_answered():
    assert share(0, 0) is None
