"""Small groups of people are hidden, and no subtraction brings them back."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from city.hiding.groups import hidden_groups

counts = st.integers(min_value=0, max_value=7)
tables = st.lists(counts, min_size=1, max_size=4).map(
    lambda row: {(i): (n,) for i, n in enumerate(row)}
)
two_parts = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3).map(
    lambda rows: dict(enumerate(rows))
)


def ways_to_share(total, groups):
    """(2, 0), (1, 1), (0, 2) for a total of two in two groups."""
    if groups == 1:
        return [(total,)]
    return [(n, *rest) for n in range(total + 1) for rest in ways_to_share(total - n, groups - 1)]


def what_an_attacker_can_think_of(groups, hidden):
    """Every way to fill the hidden groups that agrees with the total and with what is shown.

    The attacker knows which groups are hidden, and that none of them is empty.
    """
    hidden = sorted(hidden)
    by_part = zip(*(groups[group] for group in hidden), strict=True)
    for parts in product(*(ways_to_share(sum(part), len(hidden)) for part in by_part)):
        guess = list(zip(*parts, strict=True))
        if all(any(of_group) for of_group in guess):
            yield dict(zip(hidden, guess, strict=True))


def assert_nothing_small_can_be_known(groups, smallest):
    hidden = hidden_groups(groups, smallest)
    if hidden is None:
        return
    for group, parts in groups.items():
        if group not in hidden:
            assert all(part == 0 or part >= smallest for part in parts)
    if not hidden:
        return
    guesses = list(what_an_attacker_can_think_of(groups, hidden))
    for group in hidden:
        for part, count in enumerate(groups[group]):
            if 0 < count < smallest:
                assert len({guess[group][part] for guess in guesses}) > 1, (groups, hidden)


@settings(max_examples=150, deadline=None)
@given(groups=tables, smallest=st.integers(2, 5))
def test_no_small_group_can_be_computed_from_what_is_shown(groups, smallest):
    assert_nothing_small_can_be_known(groups, smallest)


@settings(max_examples=100, deadline=None)
@given(groups=two_parts, smallest=st.integers(2, 4))
def test_neither_can_the_small_parts_of_an_answer(groups, smallest):
    assert_nothing_small_can_be_known(groups, smallest)


def test_one_small_group_takes_its_smallest_neighbour_along():
    assert hidden_groups({"a": (3,), "b": (8,), "c": (20,)}, 5) == {"a", "b"}


def test_large_groups_are_all_shown():
    assert hidden_groups({"a": (5,), "b": (8,), "c": (0,)}, 5) == set()


def test_a_small_total_hides_everything():
    assert hidden_groups({"a": (2,), "b": (1,)}, 5) is None


def test_four_hidden_single_people_are_not_given_away_by_their_sum():
    # Four groups that are not empty and four people: everybody could count them.
    assert hidden_groups({"a": (1,), "b": (1,), "c": (1,), "d": (1,), "e": (9,)}, 4) == {
        "a", "b", "c", "d", "e",
    }  # fmt: skip


def test_what_is_hidden_could_be_a_large_group_as_well_as_a_small_one():
    """Two groups of together five could only be 1 and 4, or 2 and 3: always a few."""
    assert hidden_groups({"a": (2,), "b": (3,), "c": (20,)}, 5) == {"a", "b", "c"}
    assert hidden_groups({"a": (2,), "b": (4,), "c": (20,)}, 5) == {"a", "b"}
