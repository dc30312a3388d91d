"""How many people it takes: the numbers of the printed tables."""

import pytest

from pilots.evidence.power import (
    Needed,
    for_pairs,
    for_shares,
    for_two_groups,
    needed,
    unit_counted,
)
from tests import factories as f


@pytest.mark.parametrize(("effect", "table"), [(0.2, 393), (0.5, 64), (0.8, 26)])
def test_two_groups_as_in_cohens_table(effect, table):
    # J. Cohen, "A power primer", Psychological Bulletin 112 (1992), table 2: small, medium, large
    # difference of two means at alpha 0.05 and power 0.80; for small 393 per group.
    assert for_two_groups(effect) == pytest.approx(table, abs=1)


@pytest.mark.parametrize(("effect", "known"), [(0.2, 199), (0.5, 34), (0.8, 15)])
def test_pairs_as_g_power_says(effect, known):
    # F. Faul et al., Behavior Research Methods 39 (2007): t test of two dependent means.
    assert for_pairs(effect) == known


def test_two_shares_as_in_cohens_table():
    # Cohen (1992), table 2: h = 0.50 takes 63 a group. Shares 0.5 and 0.7397 are that far apart.
    assert for_shares(0.5, 0.739713) == 63


@pytest.fixture
def pilot(city):
    return f.make_pilot()


def planned(*, pilot, **fields):
    measure = pilot.measures.get()
    for name, value in fields.items():
        setattr(measure, name, value)
    return measure


def test_sixty_four_people_for_half_a_standard_deviation(pilot):
    measure = planned(pilot=pilot, source="diary", smallest_effect=10, expected_spread=20)

    assert needed(measure, has_comparison=True) == Needed(64, 80, 2)
    assert needed(measure).groups == 1  # nobody to compare with: each with themselves


def test_few_sites_are_counted_in_days(pilot):
    measure = planned(pilot=pilot, source="observations")
    assert unit_counted(measure) == "days"

    for n in range(2):
        pilot.sites.create(name={"ko": f"{n}"})

    assert unit_counted(measure) == "sites"
    assert unit_counted(planned(pilot=pilot, source="diary")) == "people"


def test_alternatives_are_compared_with_each_other(pilot):
    measure = planned(pilot=pilot, source="diary", smallest_effect=10, expected_spread=20)
    for code in "ab":
        pilot.alternatives.create(code=code, name={"ko": code})

    assert needed(measure).groups == 2


def test_without_a_smallest_effect_nobody_can_say(pilot):
    assert needed(planned(pilot=pilot, expected_spread=3, smallest_effect=None)) is None
    assert needed(planned(pilot=pilot, smallest_effect=3)) is None


@pytest.mark.parametrize(
    ("level", "effect", "direction"),
    [(None, 10, "up"), (95, 10, "up"), (5, 10, "down"), (0, 1, "up")],
)
def test_a_share_that_cannot_be_is_not_computed(pilot, level, effect, direction):
    measure = planned(
        pilot=pilot, statistic="share", expected_level=level, smallest_effect=effect,
        direction=direction,
    )  # fmt: skip

    assert needed(measure) is None


def test_a_share_takes_its_level_into_account(pilot):
    measure = planned(
        pilot=pilot, statistic="share", expected_level=50, smallest_effect=23.9713, direction="up"
    )

    assert needed(measure).each == 63
