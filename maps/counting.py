"""The two ways to count a layer: in the database, always fresh, and in sorted columns, quick at
any size. Both give the same numbers, to the last byte of a tile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from django.db.models import Count, F, FloatField, Func, Min, QuerySet, Sum

from maps.cells import LEVELS, tile_range
from maps.conditions import Condition, among
from maps.layers import PointLayer
from maps.mvt import Coded
from maps.table import PER_DEGREE, Box, Part, Table, totals_of
from maps.tiles import SQUARES, Counts, Squares, occupied, square_edges

STATE = ("status", "outcome")
# What the rows of a view are counted by, and which columns that takes.
FACETS: dict[str, tuple[str, ...]] = {
    "category": ("category_id",),
    "state": STATE,
    "district": ("district_id",),
}


@dataclass(frozen=True)
class InView:
    """What a list beside the map shows: how many rows, the first keys in its order, and how many
    there would be for each choice of a filter, with all other filters as they are."""

    total: int
    keys: list[int]
    facets: dict[str, dict]  # {"category": {key: n}, "state": {word: n}, "district": {key: n}}


class Points(Protocol):
    @property
    def layer(self) -> PointLayer: ...

    def facet(self, name: str, conditions: list[Condition], box: Box | None) -> dict: ...

    def grid(
        self, conditions: list[Condition], box: Box | None, level: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """The squares of a level (a tile's z) in which there is anything: number and count."""
        ...

    def squares(self, conditions: list[Condition], z: int, x: int, y: int) -> Squares: ...

    def in_view(
        self, conditions: list[Condition], box: Box | None, order: str | None, most: int = 50
    ) -> InView: ...


def without(conditions: list[Condition], columns: Iterable[str]) -> list[Condition]:
    return [each for each in conditions if each.column not in columns]


# ── In the database ──────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class InDatabase:
    """A range scan on `cell`; enough for some 50,000 rows, and at high zooms for any number."""

    layer: PointLayer

    def squares(self, conditions: list[Condition], z: int, x: int, y: int) -> Squares:
        first, end = tile_range(z, x, y)
        size = 2 * (LEVELS - z - SQUARES)
        found = list(
            self._rows(conditions)
            .filter(cell__gte=first, cell__lt=end)
            .annotate(square=F("cell").bitrightshift(size))
            .values("square")
            .annotate(
                count=Count("pk"), in_lon=_sum_of("lon"), in_lat=_sum_of("lat"), key=Min("pk"),
                in_category=Min("category_id"), in_status=Min("status"), in_outcome=Min("outcome"),
            )
            .order_by("square")
            .values_list(
                "count", "in_lon", "in_lat", "key", "in_category", "in_status", "in_outcome"
            )
        )  # fmt: skip
        count, lon, lat, key, category, status, outcome = (
            zip(*found, strict=True) if found else ((),) * 7
        )
        counts = Counts(*(np.array(each, np.int64) for each in (count, lon, lat, key)))
        lons, lats, number, keys = occupied(counts)
        words = [
            (closed or opened) if single else ""
            for single, opened, closed in zip(keys, status, outcome, strict=True)
        ]
        return Squares(
            lons, lats, number, keys,
            np.where(number == 1, np.array(category, np.int64), 0),
            _coded(np.array(words, str)),
        )  # fmt: skip

    def in_view(
        self, conditions: list[Condition], box: Box | None, order: str | None, most: int = 50
    ) -> InView:
        rows = self._rows(conditions, box)
        first = rows.order_by(f"-{self.layer.order_field(order)}", "-pk")[:most]
        return InView(
            total=rows.count(),
            keys=list(first.values_list("pk", flat=True)),
            facets={name: self.facet(name, conditions, box) for name in FACETS},
        )

    def facet(self, name: str, conditions: list[Condition], box: Box | None) -> dict:
        columns = FACETS[name]
        return self._facet(self._rows(without(conditions, columns), box), columns)

    def grid(
        self, conditions: list[Condition], box: Box | None, level: int
    ) -> tuple[np.ndarray, np.ndarray]:
        rows = self._rows(conditions, box)
        square = F("cell").bitrightshift(2 * (LEVELS - level))
        counted = rows.annotate(square=square).values("square").annotate(count=Count("pk"))
        found = np.array(list(counted.order_by("square").values_list("square", "count")), np.int64)
        return found.reshape(-1, 2)[:, 0], found.reshape(-1, 2)[:, 1]

    def _rows(self, conditions: list[Condition], box: Box | None = None) -> QuerySet:
        rows = self.layer.rows().order_by().filter(*[each.q() for each in conditions])
        if box is None:
            return rows.filter(cell__isnull=False)
        west, south, east, north = box
        return rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)

    @staticmethod
    def _facet(rows: QuerySet, columns: tuple[str, ...]) -> dict:
        found: dict = {}
        for *values, count in rows.values_list(*columns).annotate(count=Count("pk")):
            word = next((value for value in reversed(values) if value), None)
            if word is not None:
                found[word] = found.get(word, 0) + count
        return found


def _coded(words: np.ndarray) -> Coded:
    used, codes = np.unique(words, return_inverse=True)
    return Coded(codes, used.tolist())


def _sum_of(axis: str):
    """Of whole 10⁻⁷ degrees: up to seven million rows a float holds their sum exactly."""
    whole = Func(F(axis) * float(PER_DEGREE), function="ROUND", output_field=FloatField())
    return Sum(whole)


# ── In sorted columns ────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, eq=False)
class InColumns:
    """A snapshot and what has changed since: base − gone + fresh."""

    layer: PointLayer
    base: Table
    gone: np.ndarray  # places in base, sorted: rows that went or changed
    fresh: Table  # rows that came or changed, as they are now

    def squares(self, conditions: list[Condition], z: int, x: int, y: int) -> Squares:
        edges = square_edges(z, x, y)
        count = self._count_chosen if conditions else self._count_all
        counts, starts = count(conditions, edges)
        lon, lat, number, keys = occupied(counts)
        category, state = self._of(keys, starts[np.flatnonzero(counts.count)])
        return Squares(lon, lat, number, keys, category, state)

    def _count_all(self, _conditions, edges: np.ndarray) -> tuple[Counts, np.ndarray]:
        """The counts of the squares, and where the base's rows in each begin."""
        starts = np.searchsorted(self.base.cell, edges)
        counts = _between(self.base.totals, starts)
        if len(self.gone):
            counts -= _between(self._totals_of_gone, np.searchsorted(self.gone, starts))
        if len(self.fresh):
            counts += _between(self.fresh.totals, np.searchsorted(self.fresh.cell, edges))
        return counts, starts[:-1]

    def _count_chosen(
        self, conditions: list[Condition], edges: np.ndarray
    ) -> tuple[Counts, np.ndarray]:
        first, end = int(edges[0]), int(edges[-1])
        base = self._alive(self.base.choose(self.base.in_range(first, end), conditions))
        counts, starts = _counted(self.base, base, edges)
        fresh = self.fresh.choose(self.fresh.in_range(first, end), conditions)
        if _length(fresh):
            counts += _counted(self.fresh, fresh, edges)[0]
        return counts, starts

    @cached_property
    def _totals_of_gone(self) -> dict[str, np.ndarray]:
        return {
            name: totals_of(self.base.columns[name][self.gone])
            for name in ("lon", "lat", "pk")
        }  # fmt: skip

    def _alive(self, part: Part) -> Part:
        if not len(self.gone):
            return part
        if isinstance(part, slice):
            first, end = np.searchsorted(self.gone, (part.start, part.stop))
            if first == end:
                return part
            is_alive = np.ones(part.stop - part.start, bool)
            is_alive[self.gone[first:end] - part.start] = False
            return np.flatnonzero(is_alive) + part.start
        return part[~among(part, self.gone)]

    def _of(self, keys: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, Coded]:
        """Category and state of the single rows; nothing where the key is 0.

        Nearly always the row is the first of the base's in its square; only where something has
        changed is it looked up by its key.
        """
        category, state = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)

        def take(table: Table, squares: np.ndarray, places: np.ndarray) -> np.ndarray:
            """Takes over what is at these places, where the key agrees; gives back the rest."""
            is_here = table.columns["pk"][places] == keys[squares]
            here, places = squares[is_here], places[is_here]
            category[here] = table.columns["category_id"][places]
            state[here] = self._codes(table, places) + 1
            return squares[~is_here]

        left = np.flatnonzero(keys)
        if len(left) and len(self.fresh):  # first: a row that changed is in the base as it was
            left = take(self.fresh, left, self.fresh.near(keys[left]))
        if len(left) and len(self.base):
            left = take(self.base, left, np.minimum(starts[left], len(self.base) - 1))
        if len(left):
            take(self.base, left, self.base.near(keys[left]))
        ranks, codes = np.unique(self._rank_of_state[state], return_inverse=True)
        return category, Coded(codes, [self._words_of_states[each] for each in ranks.tolist()])

    @cached_property
    def _states(self) -> list[str]:
        """Every pair of a status and an outcome as the one word that is shown."""
        status, outcome = (dict(self.layer.words)[name] for name in STATE)
        return [closed or opened for opened in status for closed in outcome]

    @cached_property
    def _words_of_states(self) -> list[str]:
        return sorted({"", *self._states})

    @cached_property
    def _rank_of_state(self) -> np.ndarray:
        """Words are written in the order of the alphabet, so that tiles are always the same."""
        return np.array([self._words_of_states.index(each) for each in ("", *self._states)])

    def _codes(self, table: Table, part: Part) -> np.ndarray:
        status, outcome = (table.columns[name][part] for name in STATE)
        return status.astype(np.int64) * len(dict(self.layer.words)["outcome"]) + outcome

    # ── The list and its facets ──────────────────────────────────────────────────────────────
    def in_view(
        self, conditions: list[Condition], box: Box | None, order: str | None, most: int = 50
    ) -> InView:
        chosen = self._chosen(conditions, box)
        facets = {}
        for name, columns in FACETS.items():
            others = without(conditions, columns)
            parts = chosen if len(others) == len(conditions) else self._chosen(others, box)
            facets[name] = self._facet(name, columns[0], parts)
        return InView(
            total=sum(_length(part) for _table, part in chosen),
            keys=_highest(chosen, self.layer.order_field(order), most),
            facets=facets,
        )

    def grid(
        self, conditions: list[Condition], box: Box | None, level: int
    ) -> tuple[np.ndarray, np.ndarray]:
        squares, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for table, part in self._chosen(conditions, box):
            inside = table.cell[part] >> 2 * (LEVELS - level)  # sorted, as cells are
            starts = np.flatnonzero(np.diff(inside, prepend=-1))
            squares.append(inside[starts])
            counts.append(np.diff(starts, append=len(inside)))
        there, at = np.unique(np.concatenate(squares), return_inverse=True)
        totals = np.zeros(len(there), np.int64)
        np.add.at(totals, at, np.concatenate(counts))
        return there, totals

    def facet(self, name: str, conditions: list[Condition], box: Box | None) -> dict:
        chosen = self._chosen(without(conditions, FACETS[name]), box)
        return self._facet(name, FACETS[name][0], chosen)

    def _chosen(self, conditions: list[Condition], box: Box | None) -> list[tuple[Table, Part]]:
        base = [self._alive(self.base.choose(part, conditions)) for part in self.base.in_box(box)]
        fresh = [self.fresh.choose(part, conditions) for part in self.fresh.in_box(box)]
        return [(self.base, part) for part in base] + [(self.fresh, part) for part in fresh]

    def _facet(self, name: str, column: str, chosen: list[tuple[Table, Part]]) -> dict:
        counts = np.zeros(0, np.int64)
        for table, part in chosen:
            values = self._codes(table, part) if name == "state" else table.columns[column][part]
            found = np.bincount(values, minlength=len(counts))
            found[: len(counts)] += counts
            counts = found
        there = np.flatnonzero(counts).tolist()
        if name != "state":
            return {value: int(counts[value]) for value in there if value}
        words: dict = {}
        for code in there:
            word = self._states[code]
            words[word] = words.get(word, 0) + int(counts[code])
        return words


def _between(totals: dict[str, np.ndarray], ends: np.ndarray) -> Counts:
    return Counts(np.diff(ends), *(np.diff(totals[name][ends]) for name in ("lon", "lat", "pk")))


def _counted(table: Table, part: Part, edges: np.ndarray) -> tuple[Counts, np.ndarray]:
    """Places are sorted, as cells are: each square is a stretch of them."""
    places = np.arange(part.start, part.stop) if isinstance(part, slice) else part
    ends = np.searchsorted(places, np.searchsorted(table.cell, edges))
    count = np.diff(ends)
    there = np.flatnonzero(count)
    starts = np.zeros(len(count), np.int64)
    starts[there] = places[ends[there]]
    sums = []
    for name in ("lon", "lat", "pk"):
        total = np.zeros(len(count), np.int64)
        if len(there):
            total[there] = np.add.reduceat(
                table.columns[name][places], ends[there], dtype=np.int64
            )  # fmt: skip
        sums.append(total)
    return Counts(count, *sums), starts


def _length(part: Part) -> int:
    return part.stop - part.start if isinstance(part, slice) else len(part)


def _highest(chosen: list[tuple[Table, Part]], column: str, most: int) -> list[int]:
    """The keys with the highest values; of equals the highest key first."""
    if not chosen:
        return []
    values, keys = [], []
    for table, part in chosen:
        first = _first_places(table.columns[column][part], table.columns["pk"][part], most)
        values.append(table.columns[column][part][first])
        keys.append(table.columns["pk"][part][first])
    value, key = np.concatenate(values), np.concatenate(keys)
    return key[np.lexsort((-key, -value.astype(np.int64)))[:most]].tolist()


def _first_places(values: np.ndarray, keys: np.ndarray, most: int) -> np.ndarray:
    """Without sorting them all: everything above the last value that counts, and of those equal
    to it the highest keys."""
    if len(values) <= most:
        return np.arange(len(values))
    last = np.partition(values, len(values) - most)[len(values) - most]
    above = np.flatnonzero(values > last)
    equal = np.flatnonzero(values == last)
    room = most - len(above)
    if len(equal) > room:
        equal = equal[np.argpartition(keys[equal], len(equal) - room)[len(equal) - room :]]
    return np.concatenate((above, equal))
