"""Keeps what pages told of people, and tells anew what may be told (city/hiding/kept.py says when)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction

from city.hiding.groups import is_open
from city.hiding.kept import Detail, Kept, Part, told_anew
from city.models import City, KeptCounts

AT_ONCE = 500


@transaction.atomic
def tell_counts(
    counted: Mapping[str, Mapping[str, int]], details: Sequence[Detail], *, at: datetime
) -> int:
    """Called by the clock. `counted`: of each thread how many people each name has; `details`: the
    finest first, each putting parts of the one before together. Returns how many were told anew."""
    # Of two runs at once the second waits, and is compared with the first.
    city = City.objects.select_for_update(no_key=True).get(pk=City.objects.current().pk)
    told = 0
    for threads in batched(counted, AT_ONCE):
        before = _told_of(threads)
        new = [
            KeptCounts(thread=thread, parts=_packed(parts), at=at)
            for thread in threads
            if (parts := told_anew(counted[thread], details, before[thread], city.smallest_group))
        ]
        KeptCounts.objects.bulk_create(new)
        told += len(new)
    return told


def kept_counts(threads: Collection[str]) -> dict[str, Kept]:
    """What pages tell now of each thread of which anything was told; what was told when smaller
    groups could be is not told any more."""
    k = City.objects.current().smallest_group
    return {
        thread: told[-1]
        for thread, told in _told_of(threads).items()
        if told and all(is_open(n, k) for n in told[-1].parts.values())
    }


def _told_of(threads: Collection[str]) -> dict[str, list[Kept]]:
    told: dict[str, list[Kept]] = {thread: [] for thread in threads}
    for row in KeptCounts.objects.filter(thread__in=list(threads)):
        told[row.thread].append(Kept({tuple(names): n for names, n in row.parts}, row.at))
    return told


def _packed(parts: Mapping[Part, int]) -> list:
    """As JSON holds it."""
    return [[list(part), n] for part, n in parts.items()]
