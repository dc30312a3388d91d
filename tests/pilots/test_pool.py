"""What several pilots say together, checked against published answers."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pilots.handing.pool import Study, pool

# Six studies of Borenstein, Hedges, Higgins and Rothstein, Introduction to Meta-Analysis, Wiley
# 2009, chapter 14 (Hedges' g with its variance).
BORENSTEIN = [
    Study("Carroll", 0.0945, math.sqrt(0.0329)),
    Study("Grant", 0.2774, math.sqrt(0.0307)),
    Study("Peck", 0.3665, math.sqrt(0.0499)),
    Study("Donat", 0.6644, math.sqrt(0.0105)),
    Study("Stewart", 0.4618, math.sqrt(0.0427)),
    Study("Young", 0.1852, math.sqrt(0.0234)),
]
# Thirteen trials of the BCG vaccine (Colditz et al., JAMA 271, 1994, 698–702): cases and others
# among the vaccinated, cases and others among the rest.
BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]  # fmt: skip


def log_risk_ratio(a, b, c, d):
    effect = math.log((a / (a + b)) / (c / (c + d)))
    return Study("시험", effect, math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))


def test_the_example_of_the_textbook_comes_out():
    found = pool(BORENSTEIN)

    assert found.effect == pytest.approx(0.3582, abs=1e-4)
    assert found.se == pytest.approx(0.1053, abs=1e-4)
    assert found.tau2 == pytest.approx(0.0373, abs=1e-4)
    assert found.i2 == pytest.approx(58.34, abs=0.1)
    # The studies vary less than τ² allows for, so the scale stays one; t with 5 degrees.
    assert found.low == pytest.approx(0.3582 - 2.5706 * 0.1053, abs=5e-4)


def test_the_vaccine_trials_come_out_as_published():
    """Stata's [META] meta summarize with random(dlaird) and R's metafor with method="DL" give
    −0.714, τ² 0.3088 and I² 92.12% for these trials."""
    found = pool([log_risk_ratio(*each) for each in BCG])

    assert found.effect == pytest.approx(-0.7141, abs=1e-4)
    assert found.tau2 == pytest.approx(0.3088, abs=1e-4)
    assert found.i2 == pytest.approx(92.12, abs=0.01)
    # DerSimonian and Laird's standard error is 0.1787; Hartung and Knapp's scale is 1.0220.
    assert found.se == pytest.approx(0.1787 * math.sqrt(1.0220), abs=1e-4)
    assert found.verdict == "less"


def test_the_scale_of_hartung_and_knapp_is_what_they_wrote():
    studies = [log_risk_ratio(*each) for each in BCG]
    found = pool(studies)
    weights = [1 / (each.se**2 + found.tau2) for each in studies]
    q = sum(
        w * (each.effect - found.effect) ** 2 for w, each in zip(weights, studies, strict=True)
    ) / (len(studies) - 1)

    assert found.se**2 == pytest.approx(q / sum(weights))


def test_one_pilot_is_that_pilot():
    found = pool([Study("하나", -3.0, 0.5, 40)])

    assert (found.effect, found.se, found.k) == (-3.0, 0.5, 1)
    assert found.low == pytest.approx(-3.98, abs=0.001)
    assert found.i2 is None


def test_two_pilots_leave_nearly_everything_open():
    """With one degree of freedom the interval is 12.7 standard errors wide on each side."""
    found = pool([Study("가", -5.0, 1.0), Study("나", -5.0, 1.0)])

    assert found.effect == -5.0
    assert found.low == pytest.approx(-5 - 12.706 / math.sqrt(2), abs=0.01)
    assert found.verdict == "unclear"
    assert found.expected is None


def test_an_extra_pilot_is_expected_in_a_wider_range_than_the_average():
    found = pool(BORENSTEIN)

    assert found.expected[0] < found.low < found.high < found.expected[1]


STUDIES = st.lists(
    st.builds(
        Study, st.just("실증"),
        st.floats(-100, 100).map(lambda x: round(x, 3)),
        st.floats(0.01, 20).map(lambda x: round(x, 3)),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def numbers(found):
    return [found.effect, found.se, found.low, found.high, found.tau2, found.i2 or 0.0]


@settings(max_examples=60)
@given(STUDIES, st.randoms())
def test_the_order_of_the_pilots_does_not_matter(studies, rng):
    shuffled = list(studies)
    rng.shuffle(shuffled)

    assert numbers(pool(shuffled)) == pytest.approx(numbers(pool(studies)), rel=1e-6, abs=1e-6)


@settings(max_examples=60)
@given(STUDIES, st.floats(-50, 50))
def test_adding_the_same_to_every_effect_moves_the_average_by_it(studies, much):
    moved = pool([replace(each, effect=each.effect + much) for each in studies])
    found = pool(studies)

    assert moved.effect == pytest.approx(found.effect + much, abs=1e-6)
    assert moved.se == pytest.approx(found.se, rel=1e-5, abs=1e-6)


@settings(max_examples=60)
@given(STUDIES, st.floats(0.1, 60))
def test_another_unit_changes_nothing_but_the_unit(studies, times):
    """Minutes for seconds."""
    assume(all(each.se * times > 1e-3 for each in studies))
    scaled = pool(
        [replace(each, effect=each.effect * times, se=each.se * times) for each in studies]
    )
    found = pool(studies)

    assert scaled.effect == pytest.approx(found.effect * times, rel=1e-5, abs=1e-6)
    assert [each.weight for each in scaled.lines] == pytest.approx(
        [each.weight for each in found.lines], abs=1e-4
    )


@settings(max_examples=60)
@given(STUDIES)
def test_the_weights_make_a_hundred_and_the_average_lies_between(studies):
    found = pool(studies)
    effects = [each.effect for each in studies]

    assert sum(line.weight for line in found.lines) == pytest.approx(100)
    assert min(effects) - 1e-9 <= found.effect <= max(effects) + 1e-9
    assert found.low <= found.effect <= found.high
    assert found.tau2 >= 0
