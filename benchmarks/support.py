"""Supports per second on one hot proposal from 32 connections, against the same unique INSERT."""

import multiprocessing
import time
from collections.abc import Callable, Iterator

from django.db import connections
from django.utils import timezone

from accounts.models import User
from benchmarks.measure import in_turn, middle
from benchmarks.results import Report
from city.models import Category
from proposals.models import Proposal, Support, SupportEvent
from proposals.support import fold_support, give_support

CONNECTIONS, SECONDS, ROUNDS = 32, 4.0, 6
PEOPLE = 200_000  # more than can back it in one round
GOAL = "≥ 0.6"


def run(size: int) -> Report:
    people, proposal = _people(size), _hot_proposal()
    report = Report(("way", "supports a second, median", "lowest", "highest"))
    exact: list[bool] = []

    def ours() -> float:
        rate = _rate(_give, proposal, people, folds=True)
        exact.append(_is_exact(proposal))
        _clear(proposal)
        return rate

    def yardstick() -> float:
        rate = _rate(_insert, proposal, people, folds=False)
        _clear(proposal)
        return rate

    rounds = in_turn(ROUNDS, ours=ours, yardstick=yardstick)
    for name, words in (
        ("ours", "give_support: the row and its event; the counter folded every second"),
        ("yardstick", "the same unique INSERT alone"),
    ):
        report.row(words, middle(rounds[name]), min(rounds[name]), max(rounds[name]))
    share = middle([a / b for a, b in zip(rounds["ours"], rounds["yardstick"], strict=True)])
    report.goal("of the rate of the INSERT alone, 32 connections, one proposal", share, GOAL)
    report.same("Counter, rows and events after each round", all(exact))
    report.notes.append(
        f"{CONNECTIONS} processes of Django with a connection each, {SECONDS:.0f} s a round, "
        f"{ROUNDS} rounds in turn. Both ways go through Django's models: on few cores Python, "
        "not the database, is the limit."
    )
    return report


def _people(size: int) -> list[int]:
    missing = size - User.objects.count()
    User.objects.bulk_create(
        (User(pseudonym=f"벤치 {number} {time.time_ns()}") for number in range(max(missing, 0))),
        batch_size=5_000,
    )
    return list(User.objects.order_by("pk").values_list("pk", flat=True)[:size])


def _hot_proposal() -> Proposal:
    """Its threshold is out of reach: what is measured is the tap, not the decision."""
    category, _made = Category.objects.get_or_create(slug="hot", defaults={"name": {"ko": "벤치"}})
    author = User.objects.order_by("pk")[0]
    proposal, _made = Proposal.objects.get_or_create(
        title="모두가 공감하는 제안",
        defaults={
            "author": author, "text": "벤치마크", "category": category,
            "support_threshold": 2**31 - 1, "support_until": timezone.now(),
        },
    )  # fmt: skip
    _clear(proposal)
    return proposal


def _clear(proposal: Proposal) -> None:
    Support.objects.filter(proposal=proposal)._raw_delete("default")
    SupportEvent.objects.filter(proposal=proposal)._raw_delete("default")
    Proposal.objects.filter(pk=proposal.pk).update(support_count=0)


def _is_exact(proposal: Proposal) -> bool:
    fold_support()
    proposal.refresh_from_db()
    rows = Support.objects.filter(proposal=proposal).count()
    return proposal.support_count == rows == SupportEvent.objects.filter(proposal=proposal).count()


def _give(proposal: Proposal, person: User) -> None:
    give_support(proposal=proposal, by=person)


def _insert(proposal: Proposal, person: User) -> None:
    Support.objects.bulk_create(
        [Support(proposal=proposal, supporter=person, level=person.level)], ignore_conflicts=True
    )


def _rate(act: Callable, proposal: Proposal, people: list[int], *, folds: bool) -> float:
    """Acts a second over all connections, each person once; with `folds` the clock runs beside."""
    connections.close_all()  # a forked process must not share this one's
    start = multiprocessing.get_context("fork")
    barrier, done = start.Barrier(CONNECTIONS + folds), start.Queue()
    workers = [
        start.Process(target=_work, args=(act, proposal, people[n::CONNECTIONS], barrier, done))
        for n in range(CONNECTIONS)
    ]
    if folds:
        workers.append(start.Process(target=_fold, args=(barrier,)))
    for worker in workers:
        worker.start()
    total = sum(done.get() for _ in range(CONNECTIONS))
    for worker in workers:
        worker.join()
    return total


def _work(act: Callable, proposal: Proposal, people: list[int], barrier, done) -> None:
    persons: Iterator[User] = (User(pk=pk) for pk in people)
    connections["default"].ensure_connection()
    barrier.wait()
    begun = time.perf_counter()
    acts = 0
    while time.perf_counter() - begun < SECONDS:
        act(proposal, next(persons))
        acts += 1
    done.put(acts / (time.perf_counter() - begun))


def _fold(barrier) -> None:
    connections["default"].ensure_connection()
    barrier.wait()
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        fold_support()
        time.sleep(1)
