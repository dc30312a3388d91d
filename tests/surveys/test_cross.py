"""Who answered what is told in groups; a reader with a calculator must learn nothing about a few."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.hiding.groups import is_small
from city.hiding.scales import hidden_options
from city.words import words
from surveys.figures.cross import lines_of
from surveys.figures.groups import partitions, put_together, told_together
from surveys.figures.population import Population
from surveys.figures.who import Dimension, label_of, together
from surveys.parts import parts_of

K = 3
CODES = "abc"


def question(kind="single", **fields):
    options = [{"code": code, "ko": code} for code in CODES]
    row = {"code": "q", "kind": kind, "options": options, "rows": [], "has_other": False}
    return SimpleNamespace(**row | fields)


def dimension(*codes, code="area"):
    return Dimension(code, words("지역"), {each: words(each) for each in codes}, is_asked=True)


def responses(table, code="area"):
    """{("north", "a"): 4} → four people who live in the north and answered a."""
    return [
        {"answers": {code: group, "q": answer}}
        for (group, answer), people in table.items()
        for _one in range(people)
    ]


def told(table, *groups, kind="single", k=K, **more):
    parts = parts_of(question(kind))
    return lines_of("once", responses(table), [dimension(*groups)], parts, k, **more)


def counts(lines):
    return {(x["group"], x["answer"]): x["people"] for x in lines if x["column"]}


def test_a_table_with_enough_people_everywhere_is_told_as_it_is():
    table = {("n", "a"): 5, ("n", "b"): 4, ("s", "a"): 3, ("s", "b"): 9, ("n", "c"): 0}

    assert counts(told(table, "n", "s")) == {
        ("n", "a"): 5, ("n", "b"): 4, ("n", "c"): 0, ("s", "a"): 3, ("s", "b"): 9, ("s", "c"): 0,
    }  # fmt: skip


def test_an_answer_of_few_is_told_together_with_another():
    table = {
        ("n", "a"): 9,
        ("n", "b"): 2,
        ("n", "c"): 4,
        ("s", "a"): 8,
        ("s", "b"): 5,
        ("s", "c"): 6,
    }

    assert counts(told(table, "n", "s")) == {
        ("n", "a"): 9, ("n", "b|c"): 6, ("s", "a"): 8, ("s", "b|c"): 11,
    }  # fmt: skip


def test_a_small_group_is_put_together_with_its_neighbour():
    table = {("n", "a"): 9, ("n", "b"): 7, ("m", "a"): 1, ("s", "a"): 8, ("s", "b"): 5}

    groups = {group for group, _answer in counts(told(table, "n", "m", "s"))}

    assert groups == {"n", "m|s"}


def test_one_group_alone_is_not_told():
    assert told({("n", "a"): 9, ("s", "a"): 1}, "n", "s") == []


def test_those_who_did_not_say_stand_last():
    people = responses({("n", "a"): 6, ("", "a"): 6, ("s", "a"): 6})

    lines = lines_of("once", people, [dimension("n", "s")], parts_of(question()), K)

    assert [line["group"] for line in lines if not line["column"]] == ["n", "s", ""]


def test_averages_of_numbers_are_told_for_enough_people_only():
    people = [{"answers": {"area": "n", "q": 10}}] * 4 + [{"answers": {"area": "s", "q": 20}}] * 4
    few = [*people, *[{"answers": {"area": "e", "q": 99}}] * 2, *[{"answers": {"area": "e"}}] * 6]
    parts = parts_of(question("number"))

    averages = [x["average"] for x in lines_of("once", people, [dimension("n", "s")], parts, K)]

    assert averages[2:] == [10, 20]
    lines = lines_of("once", few, [dimension("n", "s", "e")], parts, K)
    assert 99 not in [line["average"] for line in lines]


def test_weights_are_the_population_over_those_who_answered():
    population = Population({"n": 300, "s": 100}, date(2026, 1, 1), "")

    lines = told({("n", "a"): 10, ("s", "a"): 10}, "n", "s", population=population)

    assert [(x["population"], x["weight"]) for x in lines[:2]] == [(300, 1.5), (100, 0.5)]


def test_two_dimensions_are_crossed_as_one_and_named_together():
    sex, age = dimension("f", "m", code="sex"), dimension("20-39", "40+", code="age_band")

    both = together([sex, age])

    assert both.code == "sex+age_band"
    assert list(both.labels) == ["f/20-39", "f/40+", "m/20-39", "m/40+"]
    assert label_of(both, ["f/20-39", "f/40+"]) == "f 20-39, 40+"
    assert label_of(both, ["f/40+", "m/20-39"]) == "f 40+, m 20-39"


# ── A reader with a calculator ───────────────────────────────────────────────────────────────

cells = st.integers(0, 6)
tables = st.fixed_dictionaries({(g, a): cells for g in "ns" for a in CODES})


def possible(published, table, groups):
    """Every table that agrees with the published lines and with the rows without groups."""
    totals = {a: sum(table[g, a] for g in groups) for a in CODES}
    hidden = hidden_options(totals, K)
    for numbers in product(range(13), repeat=len(CODES)):
        north = dict(zip(CODES, numbers, strict=True))
        for way in _south(totals, hidden, north):
            both = {("n", a): north[a] for a in CODES} | {("s", a): way[a] for a in CODES}
            if all(
                sum(both[g, a] for g in group.split("|") for a in answer.split("|")) == people
                for (group, answer), people in published.items()
            ):
                yield both


def _south(totals, hidden, north):
    """What the rows leave: the total of each answer that is shown, and of the hidden ones together."""
    rest = {a: totals[a] - north[a] for a in CODES}
    if any(rest[a] < 0 for a in CODES if a not in hidden):
        return
    left = sum(rest[a] for a in hidden)
    if left < 0:
        return
    for way in product(range(left + 1), repeat=len(hidden)):
        if sum(way) == left:
            yield {**rest, **dict(zip(sorted(hidden), way, strict=True))}


@given(tables)
@settings(max_examples=60, deadline=None)
def test_lines_and_rows_together_pin_no_small_count_down(table):
    if sum(table.values()) < K:
        return
    published = counts(told(table, "n", "s"))

    ways = list(possible(published, table, "ns")) if published else []

    for cell, people in table.items():
        if ways and is_small(people, K):
            assert len({way[cell] for way in ways}) > 1, (cell, published)


@given(
    st.dictionaries(st.tuples(st.sampled_from("nesw"), st.sampled_from(CODES)), st.integers(0, 40))
)
@settings(deadline=None)
def test_no_line_and_no_rest_of_a_table_is_about_a_few(table):
    lines = told(table, *"nesw")

    published = counts(lines)
    people = {x["group"]: x["people"] for x in lines if not x["column"]}
    assert all(not is_small(n, K) for n in [*published.values(), *people.values()])
    for group, n in people.items():
        own = [count for (of, _answer), count in published.items() if of == group]
        assert not own or sum(own) == n  # nothing is left over
    assert sum(people.values()) in (0, sum(table.values()))


@given(tables, tables)
@settings(deadline=None)
def test_two_tables_of_the_same_people_pin_only_whole_cells_down(one, other):
    """Each answer: its people by area are known and by age; who lives where at which age is not.
    A cell of both is known only where it is empty or everybody of a line."""
    for answer in CODES:
        areas = [n for (g, a), n in counts(told(one, "n", "s")).items() if a == answer]
        ages = [n for (g, a), n in counts(told(other, "n", "s")).items() if a == answer]
        if not areas or sum(areas) != sum(ages):
            continue
        for row, column in product(areas, ages):
            least, most = max(0, row + column - sum(areas)), min(row, column)
            assert least != most or not is_small(least, K)


@given(tables)
@settings(deadline=None)
def test_the_same_people_in_the_next_wave_add_nothing(table):
    assert counts(told(table, "n", "s")) == counts(told(dict(reversed(table.items())), "n", "s"))


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(1, 9))
def test_groups_are_neighbours_and_large_enough(sizes, k):
    for groups in partitions(sizes, k):
        assert [place for group in groups for place in group] == list(range(len(sizes)))
        assert all(sum(sizes[place] for place in group) >= k for group in groups)
    assert put_together([], k) == []


def test_what_the_rows_hide_stays_together_in_the_groups():
    each = [{"a": 9, "b": 8, "c": 0}, {"a": 9, "b": 8, "c": 0}]

    assert told_together(each, tuple(CODES), {"b", "c"}, K) == [("a",), ("b", "c")]
    assert told_together(each, tuple(CODES), {"a", "b", "c"}, K) is None


@pytest.mark.parametrize("kind", ["scale", "multiple", "number"])
def test_nothing_is_told_of_nobody(kind):
    parts = parts_of(question(kind, **({"options": {}} if kind == "scale" else {})))

    assert lines_of("once", [], [dimension("n", "s")], parts, K) == []
