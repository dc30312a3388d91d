"""What each process knows of a layer at this moment: its revision, and how to count it."""

import logging
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.http import QueryDict

from maps import layers
from maps.conditions import Condition, Found, Keys
from maps.counting import Points
from maps.in_columns import InColumns
from maps.in_database import InDatabase
from maps.layers import PointLayer
from maps.models import Change, Snapshot
from maps.snapshot import NotReadable, one_moment, open_table
from maps.table import Table, read_table

log = logging.getLogger(__name__)
ASKED_AGAIN = 10  # seconds for which the meaning of an address's filters is kept
SEARCH_KEPT = 600  # seconds


@dataclass(frozen=True)
class Known:
    """A layer as it was a moment ago. `rev` changes with whatever changes a tile."""

    rev: str
    rank: str  # changes with whatever changes the order of a list
    points: Points
    looked_at: float


_known: dict[str, Known] = {}
_looking: dict[str, threading.Lock] = {}
_opened: dict[str, tuple[str, Table | None]] = {}


def points_of(name: str) -> Points:
    return known(name).points


def revision(name: str, *, anew: bool = False) -> str:
    return known(name, anew=anew).rev


def known(name: str, *, anew: bool = False) -> Known:
    """What this process knows; looked up again after MAP_FRESH_SECONDS, or at once."""
    asked_at = time.monotonic()
    found = _known.get(name)
    if found and not anew and asked_at - found.looked_at < settings.MAP_FRESH_SECONDS:
        return found
    with _looking.setdefault(name, threading.Lock()):
        found = _known.get(name)
        if found and found.looked_at >= asked_at:  # somebody else looked while we waited
            return found
        _known[name] = _look(name, found)
        return _known[name]


def forget() -> None:
    """As a process that has just started."""
    _known.clear()
    _opened.clear()
    _meaning.cache_clear()


def _look(name: str, before: Known | None) -> Known:
    layer = layers.layer(name)
    now = time.monotonic()
    with one_moment():
        state = Snapshot.objects.filter(layer=name).first() or Snapshot(layer=name)
        shown, last, noted, last_noted = (
            Change.objects.filter(layer=name)
            .aggregate(
                shown=Count("pk", filter=Q(is_shown=True)),
                last=Max("pk", filter=Q(is_shown=True)),
                noted=Count("pk"),
                last_noted=Max("pk"),
            )
            .values()
        )
        rev = f"{state.number:x}-{shown:x}-{last or 0:x}"
        rank = f"{state.number:x}-{noted:x}-{last_noted or 0:x}"
        if before and before.rank == rank:
            return Known(rev, rank, before.points, now)
        base = _base(layer, state)
        points: Points = InDatabase(layer) if base is None else _with_changes(layer, base)
    return Known(rev, rank, points, now)


def _base(layer: PointLayer, state: Snapshot) -> Table | None:
    """The layer's snapshot, or nothing: then the database does the counting."""
    if not state.folder:
        return None
    folder, table = _opened.get(layer.name, ("", None))
    if folder != state.folder:
        try:
            table = open_table(layer, state.folder, state.rows)
        except NotReadable as problem:
            log.warning("The map of %s is counted in the database: %s", layer.name, problem)
            table = None
        _opened[layer.name] = state.folder, table
    return table


def _with_changes(layer: PointLayer, base: Table) -> InColumns:
    changed = np.unique(
        np.fromiter(Change.objects.filter(layer=layer.name).values_list("row", flat=True), np.int64)
    )
    return InColumns(
        layer=layer,
        base=base,
        gone=base.places_of(changed),
        fresh=read_table(layer, layer.rows().filter(pk__among=changed)),
    )


# ── Filters ──────────────────────────────────────────────────────────────────────────────────
def conditions_of(name: str, filters: QueryDict) -> list[Condition]:
    """What an address's filters mean at the present revision, ready to be counted by."""
    if not filters:
        return []
    moment = int(time.monotonic() / ASKED_AGAIN)
    return _meaning(name, filters.urlencode(), known(name).rev, moment)


@lru_cache(maxsize=64)
def _meaning(name: str, query: str, rev: str, _moment: int) -> list[Condition]:
    layer = layers.layer(name)
    asked = layer.conditions(QueryDict(query))
    return [_answered(layer, each, rev) if isinstance(each, Found) else each for each in asked]


def _answered(layer: PointLayer, question: Found, rev: str) -> Keys:
    """The database is asked once per revision for words; tiles only look at the keys it found."""
    asked = sha256(question.name.encode()).hexdigest()  # a short key, whatever was asked
    key = f"maps.found.{layer.name}.{rev}.{asked}"
    found = cache.get(key)
    if found is None:
        rows = layer.rows().order_by().filter(question.q(), cell__isnull=False)
        keys = np.fromiter(rows.values_list("pk", flat=True), np.int64)
        found = np.sort(keys).tobytes()
        cache.set(key, found, SEARCH_KEPT)
    return Keys(np.frombuffer(found, np.int64))
