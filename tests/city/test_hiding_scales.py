"""What hides a handful of people must also resist a reader with a calculator."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from city.hiding.groups import is_small
from city.hiding.scales import AND_SPREAD, average_is_safe, hidden_levels, hidden_options, in_groups

K = 3


def ways_to_be(total, places):
    """Every way in which `total` people can have chosen among `places` options."""
    if places < 2:
        return [(total,)] * places
    return [
        (first, *rest)
        for first in range(total + 1)
        for rest in ways_to_be(total - first, places - 1)
    ]


def still_possible(counts, hidden, *, with_average):
    """All counts of the hidden options that agree with everything that is shown."""
    options = sorted(hidden)
    total = sum(counts[option] for option in options)
    weight = sum(option * counts[option] for option in options)
    return [
        dict(zip(options, way, strict=True))
        for way in ways_to_be(total, len(options))
        if not with_average
        or sum(option * n for option, n in zip(options, way, strict=True)) == weight
    ]


def gives_away(counts, hidden, *, with_average):
    possible = still_possible(counts, hidden, with_average=with_average)
    return [
        option
        for option in hidden
        if is_small(counts[option], K) and len({way[option] for way in possible}) == 1
    ]


# At least k people, as waves with fewer are not published at all.
counts_of_options = st.lists(st.integers(0, 9), min_size=2, max_size=4).filter(
    lambda c: sum(c) >= K
)
counts_of_levels = st.lists(st.integers(0, 6), min_size=5, max_size=5).filter(lambda c: sum(c) >= K)


@given(counts_of_options)
@settings(max_examples=300, deadline=None)
def test_small_counts_are_hidden_and_cannot_be_found_by_subtraction(numbers):
    counts = dict(enumerate(numbers))

    hidden = hidden_options(counts, K)

    assert all(option in hidden for option, n in counts.items() if is_small(n, K))
    assert gives_away(counts, hidden, with_average=False) == []


@given(counts_of_levels)
@settings(max_examples=300, deadline=None)
def test_on_a_scale_the_average_does_not_give_small_counts_away_either(numbers):
    counts = dict(enumerate(numbers, 1))

    hidden = hidden_levels(counts, K)

    assert all(level in hidden for level, n in counts.items() if is_small(n, K))
    shows_average = average_is_safe({level: counts[level] for level in hidden}, K)
    assert gives_away(counts, hidden, with_average=shows_average) == []


def spread(counts):
    return sum(level**2 * n for level, n in counts.items())


@given(counts_of_levels)
@settings(max_examples=300, deadline=None)
def test_nor_do_average_and_spread_together(numbers):
    """As the interval of a pilot's result is published, its spread is known too."""
    counts = dict(enumerate(numbers, 1))

    hidden = hidden_levels(counts, K, AND_SPREAD)

    assert all(level in hidden for level, n in counts.items() if is_small(n, K))
    if average_is_safe({level: counts[level] for level in hidden}, K, AND_SPREAD):
        known = spread({level: counts[level] for level in hidden})
        possible = [
            way for way in still_possible(counts, hidden, with_average=True) if spread(way) == known
        ]
        for level in hidden:
            assert not is_small(counts[level], K) or len({way[level] for way in possible}) > 1


def test_a_result_of_a_pilot_does_not_solve_its_survey():
    """Twenty-two people, fourteen of whom are shown: eight, on average 1.75, were 5 and 3."""
    counts = {1: 5, 2: 14, 3: 3, 4: 0, 5: 0}

    assert 2 not in hidden_levels(counts, 5)
    assert hidden_levels(counts, 5, AND_SPREAD) == {1, 2, 3, 4, 5}


def test_counts_that_are_large_enough_are_all_shown():
    assert hidden_options({"a": 5, "b": 9, "c": 0}, K) == set()
    assert hidden_levels({1: 5, 2: 3, 3: 0, 4: 8, 5: 3}, K) == set()


def test_an_average_that_says_that_one_person_disagreed_is_not_shown():
    assert not average_is_safe({1: 9, 2: 1, 3: 0, 4: 0, 5: 0}, K)


@given(st.lists(st.integers(-50, 50), min_size=K, max_size=40))
def test_numbers_are_told_in_groups_with_the_same_sum(values):
    told = in_groups(values, K)

    assert min(Counter(told).values()) >= K
    assert abs(sum(told) - sum(values)) < 1e-9
