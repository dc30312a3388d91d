"""Who reads a page every day works out nothing about a few people from its numbers."""

from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from city.hiding.kept import Kept, told_anew
from tests.attacker import Attacker

K = 4
YES, NO, UNSURE, SILENT = NAMES = ("yes", "no", "unsure", "silent")
DETAILS = (
    tuple((name,) for name in NAMES),
    ((YES,), (NO, UNSURE), (SILENT,)),
    ((YES, NO, UNSURE), (SILENT,)),
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

# A day: how many people came, left, or said something else.
changes = st.tuples(*[st.integers(-3, 3) | st.just(0) | st.integers(0, 9)] * len(NAMES))
start = st.tuples(*[st.integers(0, 14)] * len(NAMES))


@st.composite
def histories(draw):
    days = [draw(start)]
    for change in draw(st.lists(changes, min_size=2, max_size=6)):
        days.append(tuple(max(n + more, 0) for n, more in zip(days[-1], change, strict=True)))
    return [dict(zip(NAMES, day, strict=True)) for day in days]


def read_every_day(days):
    """(day, what the page tells then) as the clock decides it night after night."""
    told, pages = [], []
    for number, counts in enumerate(days):
        if now := told_anew(counts, DETAILS, told, K):
            told.append(Kept(now, FIRST + timedelta(days=number)))
        pages.append(told[-1] if told else None)
    return pages


def learn(pages) -> Attacker:
    attacker = Attacker(K)
    for page in filter(None, pages):
        for part, n in page.parts.items():
            attacker.learn({(page.at, name): 1 for name in part}, n)
    return attacker


def won(days, pages) -> list:
    """Small counts of a day that was told, and small changes between two of them, that are certain."""
    attacker, found = learn(pages), []
    told = {page.at: days[(page.at - FIRST).days] for page in filter(None, pages)}
    groups = [(name,) for name in NAMES] + [(NO, UNSURE), (YES, NO, UNSURE), NAMES]
    for at, counts in told.items():
        for group in groups:
            asked = {(at, name): 1 for name in group}
            if attacker.wins(asked, sum(counts[name] for name in group)):
                found.append((at, group))
    for one, other in zip(list(told), list(told)[1:], strict=False):
        for group in groups:
            asked = {(one, name): -1 for name in group} | {(other, name): 1 for name in group}
            moved = [told[other][name] - told[one][name] for name in group]
            # Where many came and many went, what is left of both is no few people.
            if sum(map(abs, moved)) < K and attacker.wins(asked, sum(moved)):
                found.append((one, other, group))
    return found


@given(histories())
@settings(deadline=None, max_examples=60)
@example([{YES: 8, NO: 8, UNSURE: 0, SILENT: 20}, {YES: 9, NO: 8, UNSURE: 0, SILENT: 19}])
@example([{YES: 8, NO: 8, UNSURE: 0, SILENT: 9}, {YES: 12, NO: 8, UNSURE: 1, SILENT: 4}])
def test_every_days_page_lets_nobody_work_out_what_a_few_did(days):
    assert won(days, read_every_day(days)) == []


def test_counted_anew_every_day_the_attacker_wins():
    """The attack is real: each day is safe by itself, and two of them are not."""
    days = [{YES: 8, NO: 8, UNSURE: 0, SILENT: 20}, {YES: 9, NO: 8, UNSURE: 0, SILENT: 19}]
    live = [
        Kept(told_anew(counts, DETAILS, [], K), FIRST + timedelta(days=number))
        for number, counts in enumerate(days)
    ]

    assert won(days, live)


@given(histories())
@settings(deadline=None, max_examples=60)
def test_one_who_comes_or_goes_is_never_seen(days):
    """Whatever was told before: a day on which one person more or fewer is there tells the same."""
    before = list({page.at: page for page in read_every_day(days) if page}.values())
    if not before:
        return
    now = dict(days[(before[-1].at - FIRST).days])
    now[YES] += 1

    assert told_anew(now, DETAILS, before, K) is None


def test_it_says_only_what_was_told():
    kept = Kept({(YES,): 8, (NO, UNSURE): 6, (SILENT,): 9}, FIRST)

    assert kept.count(YES) == 8
    assert kept.count(YES, NO, UNSURE) == 14
    assert kept.count(NO) is None
    assert kept.count(YES, NO) is None
