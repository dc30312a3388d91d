"""Shares, follow-up, alternatives, difference in differences; and what must not be given away."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.hiding.scales import AND_SPREAD, hidden_levels, takes_apart
from pilots.evidence.days import Day, compare_days
from pilots.evidence.forecast import summed_up
from pilots.evidence.judge import is_worth_having, judge, limits_of
from pilots.evidence.people import against_control, compare_people, may_pair
from pilots.evidence.periods import Periods

BEFORE, START, END = date(2026, 3, 1), date(2026, 3, 11), date(2026, 3, 21)
PERIODS = Periods(
    BEFORE, START - timedelta(1), START, END - timedelta(1), END, END + timedelta(9)
)  # fmt: skip


def days(site, before, after, follow=(), arm="test", alternative=""):
    return [
        Day(site, arm, first + timedelta(n), float(value), 1, alternative)
        for first, values in ((BEFORE, before), (START, after), (END, follow))
        for n, value in enumerate(values)
    ]


def people(prefix: str, values):
    return {f"{prefix}{n}": float(value) for n, value in enumerate(values)}


# ── Difference in differences ────────────────────────────────────────────────────────────────


def test_card_and_kruegers_minimum_wage():
    """Full-time jobs per restaurant, New Jersey (wage raised) and Pennsylvania, 1992: 20.44 → 21.03
    and 23.33 → 21.17, a difference in differences of 2.76 (American Economic Review 84, table 3,
    which rounds from unrounded means)."""
    seen = days(1, [20.44] * 3, [21.03] * 3) + days(2, [23.33] * 3, [21.17] * 3, arm="comparison")

    result = compare_days(seen, PERIODS)

    assert result["difference"] == pytest.approx(0.59)
    assert result["adjusted"]["difference"] == pytest.approx(2.76, abs=0.011)


def test_changes_of_sites_are_compared_as_two_groups():
    # Gosset's sleep data as changes of ten sites each; Welch's interval of them is published.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    seen = [
        day
        for n, (there, here) in enumerate(zip(first, second, strict=True))
        for day in (
            *days(n, [10], [10 + here]),
            *days(100 + n, [20], [20 + there], arm="comparison"),
        )
    ]

    adjusted = compare_days(seen, PERIODS)["adjusted"]

    assert adjusted["unit_of_analysis"] == "sites"
    assert adjusted["difference"] == pytest.approx(1.58)
    assert (adjusted["low"], adjusted["high"]) == pytest.approx((-0.2054832, 3.3654832), abs=1e-6)


def test_weather_that_hits_both_sites_falls_out():
    weather = [0, 9, 2, 7, 1, 8, 3, 6, 4, 5]
    here = days(1, [50 + w for w in weather], [45 + w for w in reversed(weather)])
    there = days(
        2, [30 + w + n % 2 for n, w in enumerate(weather)],
        [30 + w + n % 2 for n, w in enumerate(reversed(weather))], arm="comparison",
    )  # fmt: skip

    result = compare_days(here + there, PERIODS)

    assert judge(result | {"adjusted": None}, "down") == "better"
    width = result["high"] - result["low"]
    assert result["adjusted"]["difference"] == pytest.approx(-5)
    assert result["adjusted"]["high"] - result["adjusted"]["low"] < width / 2


# ── Later ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_left_afterwards_is_compared_with_before():
    seen = [
        day
        for n in range(4)
        for day in days(n, [60 + n, 61 + n], [40 + n, 41 + n], [50 + 2 * n, 51 + n])
    ]

    result = compare_days(seen, PERIODS)

    assert result["difference"] == pytest.approx(-20)
    assert result["follow_up"]["mean_after"] == pytest.approx(52.75)
    assert result["follow_up"]["difference"] == pytest.approx(52.75 - 62)


def test_a_pilot_without_follow_up_says_nothing_of_it():
    periods = Periods(BEFORE, START - timedelta(1), START, END)

    assert compare_days(days(1, [1, 2], [3, 4]), periods)["follow_up"] is None


def test_people_are_asked_again_later():
    before, after = people("p", [1, 2, 3, 2, 1, 2]), people("p", [4, 4, 5, 4, 3, 4])

    result = compare_people(before, after, 5, follow=people("p", [3, 3, 4, 3, 3, 3]))

    assert result["follow_up"]["method"] == "paired"
    assert result["follow_up"]["n_after"] == 6
    assert result["follow_up"]["difference"] == pytest.approx(19 / 6 - 11 / 6)


# ── Shares ───────────────────────────────────────────────────────────────────────────────────


def test_a_share_among_the_same_people():
    before = people("p", [0] * 14 + [1] * 16)
    after = people("p", [1] * 8 + [0] * 6 + [1] * 10 + [0] * 6)

    result = compare_people(before, after, 5, is_share=True)

    assert result["method"] == "paired_shares"
    assert result["mean_before"] == pytest.approx(16 / 30)
    assert result["difference"] == pytest.approx(2 / 30)


def test_where_only_a_few_changed_the_interval_does_not_tell_how_many():
    before = people("p", [0] * 14 + [1] * 16)
    after = people("p", [1] * 2 + [0] * 12 + [1] * 16)

    assert compare_people(before, after, 5, is_share=True)["method"] == "shares"


@pytest.mark.parametrize("yes", [2, 28])
def test_a_share_of_a_few_is_not_shown(yes):
    before = people("p", [0] * 15 + [1] * 15)
    after = people("p", [1] * yes + [0] * (30 - yes))

    result = compare_people(before, after, 5, is_share=True)

    assert result["is_hidden"]
    assert result["mean_after"] is None
    assert result["low"] is None


# ── What must not be given away ──────────────────────────────────────────────────────────────


def test_one_who_left_and_four_who_came_cannot_be_told_apart_by_subtraction():
    """The survey's own average of everybody before, less that of the pairs, is the one's answer."""
    both = {f"p{n}" for n in range(10)}

    assert not may_pair(both, both | {"left"}, both | {"a", "b", "c", "d", "e"}, k=5)
    assert may_pair(both, both, both | {"a", "b", "c", "d", "e"}, k=5)


codes = st.sets(st.sampled_from("abcdefghijklmno"))


@settings(max_examples=200, deadline=None)
@given(codes, codes, codes, st.integers(2, 5))
def test_no_two_averages_differ_by_a_few_people(before, after, follow, k):
    value = {code: float(ord(code) ** 2 % 97) for code in "abcdefghijklmno"}
    waves = [
        {code: value[code] + n for code in wave} for n, wave in enumerate((before, after, follow))
    ]

    result = compare_people(*waves[:2], k, follow=waves[2])

    shown = {frozenset(before), frozenset(after), frozenset(follow)}  # by the survey itself
    if result["method"] == "paired":
        shown.add(frozenset(before & after))
    if result["follow_up"] and result["follow_up"]["method"] == "paired":
        shown.add(frozenset(before & follow))
    pairs = shown - {frozenset(before), frozenset(after), frozenset(follow)}
    for some in pairs:
        wholes = [wave for wave in (before, after, follow) if some <= wave]
        for other in [*wholes, *pairs]:
            assert not 0 < len(other - some) < k or len(some - other) >= k
            assert len(some) >= k


def test_a_few_who_said_nothing_are_not_counted():
    both = people("p", range(20))

    result = compare_people(both, both, 5, asked=22)

    assert result["missing"] == {"asked": None, "silent": None, "left": 0}


def test_forecasts_of_a_few_are_not_shown():
    measured = {"low": -30, "high": -10}

    assert summed_up("expert", [-5, -20], measured, k=5, shows=True)["n"] is None
    many = summed_up("resident", [-50] * 6 + [-20] * 9, measured, k=5, shows=True)
    assert (many["n"], many["median"], many["right"]) == (15, -20, 9)
    assert summed_up("resident", [-20] * 9, measured, k=5, shows=False)["median"] is None
    nearly_all = summed_up("resident", [-20] * 9 + [0], measured, k=5, shows=True)
    assert nearly_all["right"] is None


# ── What may be said ─────────────────────────────────────────────────────────────────────────


def limits(result, **said):
    given = {"is_exploratory": False, "is_primary": True, "has_people": False} | said
    return limits_of(result, **given)


def test_a_careful_reader_is_told_what_is_weak():
    result = compare_days(days(1, [1, 2, 3], [4, 5, 6]), PERIODS)

    assert limits(result) == ["no_comparison", "few_days", "missing"]
    assert "exploratory" in limits(result, is_exploratory=True)
    assert "secondary" in limits(result, is_primary=False)


def test_a_sound_comparison_has_no_limits():
    many = [*days(1, range(10), range(10)), *days(2, range(10), range(10), arm="comparison")]
    longer = Periods(BEFORE, START - timedelta(1), START, END - timedelta(1))

    assert limits(compare_days(many, longer)) == ["few_days"]


def test_a_change_may_be_clear_and_too_small_to_be_worth_it():
    result = {"difference": -3.0, "low": -4.0, "high": -2.0, "adjusted": None}

    assert is_worth_having(result, "better", 10) is False
    assert is_worth_having(result, "better", 3) is True
    assert is_worth_having(result, "worse", 3) is None
    assert is_worth_having(result, "better", None) is None


def test_alternatives_are_shown_beside_each_other():
    seen = [
        *days(1, [50, 51, 52], [40, 41, 42], alternative="a"),
        *days(2, [50, 51, 52], [48, 49, 50], alternative="b"),
    ]

    told = compare_days(seen, PERIODS)["alternatives"]

    assert [(each["code"], round(each["difference"])) for each in told] == [("a", -10), ("b", -2)]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=3, max_size=8),
    st.lists(st.integers(0, 50), min_size=3, max_size=8),
    st.permutations(range(6)),
    st.integers(-20, 20),
)
def test_naming_sites_otherwise_or_shifting_all_changes_nothing(before, after, names, constant):
    def seen(shift, order):
        return [
            day
            for n in range(6)
            for day in days(
                order[n], [v + n + shift for v in before], [v + 2 * n + shift for v in after]
            )
        ]

    plain = compare_days(seen(0, range(6)), PERIODS)
    other = compare_days(seen(constant, names), PERIODS)

    for key in ("difference", "low", "high"):
        assert other[key] == pytest.approx(plain[key], abs=1e-9)


# ── People drawn into groups ─────────────────────────────────────────────────────────────────


def test_people_with_something_new_against_people_without():
    # Gosset's sleep data again: changes of ten people in each group.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    before = people("c", [5] * 10) | people("t", [5] * 10)
    after = people("c", [5 + x for x in first]) | people("t", [5 + x for x in second])

    told = against_control(before, after, lambda code: code[0] == "c", 5, False)

    assert told["adjusted"]["difference"] == pytest.approx(1.58)
    assert told["adjusted"]["low"] == pytest.approx(-0.2054832, abs=1e-6)
    assert told["comparison"]["mean_after"] == pytest.approx(5.75)


def test_a_group_of_a_few_is_compared_with_nobody():
    before = people("c", [5] * 4) | people("t", [5] * 10)

    assert against_control(before, before, lambda code: code[0] == "c", 5, False) == {}


def test_shares_in_which_a_few_changed_are_not_compared_by_group():
    before = people("c", [0] * 10 + [1] * 10) | people("t", [0] * 10 + [1] * 10)
    after = people("c", [0] * 10 + [1] * 10) | people("t", [1] * 2 + [0] * 8 + [1] * 10)

    assert against_control(before, after, lambda code: code[0] == "c", 5, True) == {}


# ── Sums that would tell who answered what ───────────────────────────────────────────────────


def test_average_and_spread_of_a_few_do_not_tell_their_answers():
    """Five who chose 1 and three who chose 3 are the only eight people with that average and that
    spread; so neither is shown."""
    before = people("b", [1, 1, 1, 1, 1, 3, 3, 3])
    after = people("a", [4, 4, 5, 4, 5, 4, 4, 5])

    result = compare_people(before, after, 5, levels=range(1, 6))

    assert result["is_hidden"]
    assert result["mean_before"] is None
    assert result["low"] is None
    assert (result["n_before"], result["n_after"]) == (8, 8)


def test_answers_spread_over_the_scale_are_compared():
    before = people("p", [1, 2, 2, 3, 3, 3, 4, 4, 5, 2, 3, 1, 4, 2, 3] * 2)
    after = people("p", [2, 3, 2, 4, 3, 4, 5, 4, 5, 3, 4, 2, 4, 1, 2] * 2)

    assert not compare_people(before, after, 5, levels=range(1, 6))["is_hidden"]


@pytest.mark.parametrize(
    ("counts", "counted", "tells"),
    [
        ({"yes": 20, "no": 8, "unknown": 2}, {"no"}, True),  # the share gives the 8, and so the 2
        ({"yes": 20, "no": 8, "unknown": 7}, {"no"}, False),
        ({"yes": 20, "no": 8, "unknown": 2}, {"no", "unknown"}, False),
        ({"yes": 20, "no": 8, "unknown": 2}, {"yes"}, False),
        ({1: 12, 2: 3, 3: 4, 4: 9, 5: 10}, {"4", "5"}, False),
    ],
)
def test_a_share_does_not_take_apart_what_the_table_hides(counts, counted, tells):
    assert takes_apart(counts, counted, 5) is tells


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=5, max_size=5), st.sets(st.sampled_from("12345")))
def test_no_share_leaves_a_small_rest(counts, counted):
    scale = dict(zip(range(1, 6), counts, strict=True))
    if takes_apart(scale, counted, 5):
        return
    hidden = hidden_levels(scale, 5, AND_SPREAD)
    for part in (
        {n for n in hidden if str(n) in counted}, {n for n in hidden if str(n) not in counted},
    ):  # fmt: skip
        assert not 0 < sum(scale[n] for n in part) < 5
