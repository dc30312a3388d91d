"""A spreadsheet that opens our files runs nothing."""

import pytest

from city.cells import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+82", "-cmd", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_like_a_formula_stays_a_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["가로등", "a=b", "", -5, 1.5, None, True])
def test_everything_else_stays_as_it_is(value):
    assert safe_cell(value) is value
