"""소식 모음: what one message carries – thread by thread, what matters most first, not too much."""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.models import Delivery, Update

THREADS_SHOWN = 10
NEWS_PER_THREAD = 3
# What the city decided or asks, before what was said; anything else comes last.
IMPORTANCE = ("confirmation", "decision", "commitment", "official-reply", "pilot-concluded")


class Thread(NamedTuple):
    news: list[Update]

    @property
    def department(self):
        return next((update.department for update in self.news if update.department), None)


class Digest(NamedTuple):
    threads: list[Thread]
    total: int  # of all news, shown or not

    @property
    def first(self) -> Update:
        return self.threads[0].news[0]

    @property
    def others(self) -> int:
        return self.total - 1

    @property
    def rest(self) -> int:
        """How much of it is only in the inbox."""
        return self.total - sum(len(thread.news) for thread in self.threads)


def make_digest(deliveries: Iterable[Delivery]) -> Digest:
    """A thread stands where its most important news belongs; within it the newest comes first."""
    deliveries = sorted(deliveries, key=lambda each: (each.at, each.pk), reverse=True)
    threads: dict[str, list[Delivery]] = {}
    for delivery in sorted(deliveries, key=_importance):  # stable: the newest of equals first
        threads.setdefault(delivery.update_told.thread, []).append(delivery)
    shown = [Thread(_newest(each)) for each in list(threads.values())[:THREADS_SHOWN]]
    return Digest(shown, len(deliveries))


def _importance(delivery: Delivery) -> tuple[bool, int]:
    kind = delivery.update_told.kind
    return not delivery.asks, IMPORTANCE.index(kind) if kind in IMPORTANCE else len(IMPORTANCE)


def _newest(deliveries: list[Delivery]) -> list[Update]:
    """Of what matters most in a thread, as it happened: the newest on top."""
    kept = deliveries[:NEWS_PER_THREAD]
    kept.sort(key=lambda each: (not each.asks, -each.at.timestamp(), -each.pk))
    return [each.update_told for each in kept]
