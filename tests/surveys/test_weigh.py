"""Weights against worked examples whose answers are published, and what must hold for any numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.figures.weigh import (
    Cell,
    design_effect,
    effective_size,
    factors,
    weighted_mean,
    weighted_share,
)


def test_the_teachers_of_a_college_are_estimated_as_in_the_textbook():
    """S. L. Lohr, Sampling: Design and Analysis, the example of poststratification: of 400 students
    asked among 4,000, 84 of 240 women and 40 of 160 men plan to teach; 2,700 of all are women.
    Unadjusted 1,240 plan to teach, poststratified 84/240·2,700 + 40/160·1,300 = 1,270."""
    weights = factors([240, 160], [2700, 1300])

    told = weighted_share([Cell(weights[0], 84, 240), Cell(weights[1], 40, 160)])

    assert told.percent / 100 * 4000 == pytest.approx(1270)
    assert weighted_share([Cell(1, 84, 240), Cell(1, 40, 160)]).percent * 40 == pytest.approx(1240)


def test_ten_people_weigh_as_lambert_worked_out():
    """T. Lambert, on the weights of a survey of ten people: four white men are 45 % of the
    population and 40 % of the sample and weigh 45/40 = 1.13, five white women 45/50 = 0.9, one
    black man 5/10 = 0.5 (white women and men 45 % each, black men 5 % of the population)."""
    weights = factors([4, 5, 1], [45, 45, 5])

    ratio = weights[0] / 1.125
    assert weights == pytest.approx([1.125 * ratio, 0.9 * ratio, 0.5 * ratio])


@pytest.mark.parametrize(
    ("rate", "loss"),
    [(1, 0), (1.5, 0.042), (2, 0.125), (3, 0.333), (4, 0.562), (5, 0.8), (10, 2.025)],
)
def test_unequal_weights_cost_as_much_as_in_the_table_of_kish(rate, loss):
    """L. Kish, Survey Sampling, 1965, table 11.7.II: two halves of the population, one asked `rate`
    times as often; the relative loss L in the variance, for U = 0.5."""
    cells = [(rate, 1000), (1, 1000 * rate)]

    assert design_effect(cells) == pytest.approx(1 + loss, abs=0.0006)


def test_who_did_not_say_weighs_one():
    assert factors([30, 10, 20], [500, 500, None]) == [pytest.approx(2 / 3), pytest.approx(2), 1]


def test_without_a_population_nothing_is_weighted():
    assert factors([3, 4], [None, None]) == [1, 1]
    assert weighted_share([]) is None
    assert weighted_mean([]) is None


sizes = st.lists(st.integers(1, 500), min_size=1, max_size=8)
weights = st.floats(0.01, 100)
cells = st.lists(
    st.tuples(weights, st.integers(0, 50), st.integers(1, 50)).map(
        lambda each: Cell(each[0], min(each[1], each[2]), each[2])
    ),
    min_size=1,
    max_size=8,
)


@given(sizes, st.data())
def test_weights_give_each_group_its_share_and_keep_the_number_of_people(people, data):
    population = data.draw(
        st.lists(st.integers(1, 10**6), min_size=len(people), max_size=len(people))
    )

    told = factors(people, population)

    weighted = [w * n for w, n in zip(told, people, strict=True)]
    assert sum(weighted) == pytest.approx(sum(people))
    for mine, persons in zip(weighted, population, strict=True):
        assert mine / sum(weighted) == pytest.approx(persons / sum(population))


@given(cells, weights)
def test_equal_weights_change_nothing(each, weight):
    equal = [cell._replace(weight=weight) for cell in each]
    part, people = sum(cell.part for cell in each), sum(cell.people for cell in each)

    assert weighted_share(equal).percent == pytest.approx(100 * part / people)
    assert weighted_mean(equal) == pytest.approx(part / people)
    assert weighted_share(equal).effective == pytest.approx(people)


@given(cells, st.floats(0.1, 10))
def test_the_size_of_all_weights_together_does_not_matter(each, times):
    scaled = [cell._replace(weight=cell.weight * times) for cell in each]

    assert weighted_share(scaled) == pytest.approx(weighted_share(each))
    assert weighted_mean(scaled) == pytest.approx(weighted_mean(each))


@given(cells)
def test_the_effective_number_is_never_larger_than_the_number_of_people(each):
    size = effective_size((cell.weight, cell.people) for cell in each)

    assert 0 < size <= sum(cell.people for cell in each) + 1e-6
    assert design_effect((cell.weight, cell.people) for cell in each) >= 1 - 1e-9


@given(cells)
def test_the_interval_holds_the_share(each):
    told = weighted_share(each)

    assert 0 <= told.low <= told.percent + 1e-9
    assert told.percent - 1e-9 <= told.high <= 100
