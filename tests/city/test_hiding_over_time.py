"""What is told of people again and again lets nobody work out how few came or went."""

from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from city.hiding.groups import hidden_groups
from city.hiding.over_time import Telling, may_tell_whole, told_anew
from tests.attacker import Attacker

K = 4
NAMES = "abcd"


def histories(parts):
    """Groups of people as they were at three or four times: some steady, some a few more or fewer."""
    change = st.integers(-3, 3) | st.just(0) | st.integers(0, 12)
    start = st.integers(0, 14)
    counts = st.lists(st.tuples(start, st.lists(change, min_size=2, max_size=3)), min_size=parts,
                      max_size=parts)  # fmt: skip
    return st.lists(counts, min_size=2, max_size=4).map(_as_history)


def _as_history(groups):
    """A group is a line of counts for each part; what would be fewer than nobody is nobody."""
    times = 1 + min(len(changes) for parts in groups for _start, changes in parts)
    lines = [[_line(start, changes, times) for start, changes in parts] for parts in groups]
    return [
        {NAMES[n]: tuple(line[time] for line in group) for n, group in enumerate(lines)}
        for time in range(times)
    ]


def _line(start, changes, times):
    line = [start]
    for change in changes[: times - 1]:
        line.append(max(line[-1] + change, 0))
    return line


def tell(history, *, whole_is_public, tell_anew=told_anew, may_tell=may_tell_whole):
    """What is told at each time: of which groups, and whether of everybody."""
    tellings, wholes, all_told = [], [], []
    for now in history:
        hidden = hidden_groups(now, K)
        whole = tuple(map(sum, zip(*now.values(), strict=True)))
        told = set()
        is_known = whole_is_public or (hidden is not None and may_tell(whole, wholes, K))
        if is_known:
            small = set(now) if hidden is None else hidden
            told = tell_anew(now, small, tellings, K)
            tellings.append(Telling(now, told))
            wholes.append(whole)
        all_told.append((told, is_known))
    return all_told


def attack(history, all_told):
    """The subset of groups, part and times with which an attacker wins, or None."""
    attacker, seen = Attacker(K), set()
    parts = range(len(history[0]["a"]))
    for time, (now, (told, is_known)) in enumerate(zip(history, all_told, strict=True)):
        seen |= told
        for group, counts in now.items():
            if group in told:
                for part in parts:
                    attacker.learn({(time, group, part): 1}, counts[part])
            elif group not in seen and sum(counts) and hidden_groups(now, K) is not None:
                # "Hidden" stands where there is somebody.
                attacker.learn_at_least({(time, group, part): 1 for part in parts}, 1)
        for part in parts:
            if is_known:
                whole = {(time, group, part): 1 for group in now}
                attacker.learn(whole, sum(counts[part] for counts in now.values()))
    sets = [each for size in range(1, len(history[0])) for each in combinations(history[0], size)]
    for groups in sets:
        for part in parts:
            counts = [sum(now[group][part] for group in groups) for now in history]
            for time, count in enumerate(counts):
                if len(groups) == 1 and attacker.wins({(time, groups[0], part): 1}, count):
                    return groups, part, time
            for one, other in combinations(range(len(history)), 2):
                changes = {
                    group: history[other][group][part] - history[one][group][part]
                    for group in groups
                }
                if sum(map(abs, changes.values())) >= K:
                    continue  # many came and many went: what is left of both is no few people
                asked = {(other, group, part): 1 for group in groups}
                asked |= {(one, group, part): -1 for group in groups}
                if attacker.wins(asked, sum(changes.values())):
                    return groups, part, one, other
    return None


@settings(max_examples=60, deadline=None)
@given(history=histories(parts=1))
@example([{"a": (9,), "b": (20,)}, {"a": (10,), "b": (20,)}])
def test_support_by_level_lets_nobody_work_out_a_few_whatever_happens(history):
    """Of support everybody knows the total: it stands beside each proposal."""
    assert attack(history, tell(history, whole_is_public=True)) is None


@settings(max_examples=40, deadline=None)
@given(history=histories(parts=2))
def test_neither_do_answers_in_two_parts_with_a_total_that_is_told(history):
    assert attack(history, tell(history, whole_is_public=False)) is None


def test_without_keeping_back_the_attacker_wins():
    """The attack is real: each time is safe by itself, both together are not."""
    history = [{"a": (9,), "b": (20,)}, {"a": (11,), "b": (20,)}]
    each_alone = tell(
        history, whole_is_public=True,
        tell_anew=lambda now, hidden, before, k: now.keys() - hidden,
    )  # fmt: skip

    assert attack(history, each_alone) == (("a",), 0, 0, 1)
    assert attack(history, tell(history, whole_is_public=True)) is None


# ── What residents see ───────────────────────────────────────────────────────────────────────


def told_after(*history, k=K):
    tellings = []
    for now in history:
        now = {group: (count,) for group, count in now.items()}
        told = told_anew(now, hidden_groups(now, k) or set(), tellings, k)
        tellings.append(Telling(now, told))
    return set(tellings[-1].told)


def test_a_small_change_is_kept_back_with_enough_others():
    assert told_after({"guest": 9, "web": 20, "desk": 40}, {"guest": 11, "web": 29, "desk": 60}) == {
        "desk",
    }  # fmt: skip


def test_what_grew_by_many_is_told():
    assert told_after({"guest": 9, "web": 20}, {"guest": 15, "web": 40}) == {"guest", "web"}


def test_what_did_not_change_is_told():
    assert told_after({"guest": 9, "web": 20}, {"guest": 9, "web": 20}) == {"guest", "web"}


def test_small_changes_that_add_up_are_told_in_the_end():
    first, last = {"guest": 9, "web": 20}, {"guest": 13, "web": 30}
    assert told_after(first, {"guest": 10, "web": 23}, {"guest": 12, "web": 27}) == set()
    assert told_after(first, {"guest": 10, "web": 23}, {"guest": 12, "web": 27}, last) == {
        "guest", "web",
    }  # fmt: skip


def test_a_new_group_of_a_few_does_not_show_in_the_rest():
    """Twelve in two pilots; a third begins with two people, and one of the others is kept back."""
    told = told_after({"a": 12, "b": 30}, {"a": 12, "b": 36, "c": 2})

    assert "c" not in told
    assert len(told) < 2


def test_a_year_of_nights_is_compared_in_a_moment():
    """Many pilots, each with a few more every week: the work must not grow out of hand."""
    tellings = []
    for night in range(365):
        now = {f"pilot{n}": (20 + night * (n + 1) // 70,) for n in range(12)}
        tellings.append(Telling(now, told_anew(now, set(), tellings, K)))

    assert any(each.told for each in tellings[-30:])
