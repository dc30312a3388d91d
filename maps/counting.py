"""The two ways to count a layer: in the database, always fresh, and in sorted columns, quick at
any size. Both give the same numbers, to the last byte of a tile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import Protocol

import numpy as np
from django.db.models import Count, F, FloatField, Func, Min, QuerySet, Sum

from maps.cells import LEVELS, tile_range
from maps.conditions import Condition, among
from maps.layers import PointLayer
from maps.mvt import Coded
from maps.table import PER_DEGREE, Box, Part, Table
from maps.tiles import IN_A_TILE, SQUARES, Counts, Squares, occupied, square_edges

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
            facets={
                name: self._facet(self._rows(without(conditions, columns), box), columns)
                for name, columns in FACETS.items()
            },
        )

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
        lon, lat, number, keys = occupied(count(conditions, edges))
        category, state = self._of(keys)
        return Squares(lon, lat, number, keys, category, state)

    def _count_all(self, _conditions, edges: np.ndarray) -> Counts:
        counts = _between_edges(self.base, edges)
        if len(self.gone):
            ends = np.searchsorted(self.gone, np.searchsorted(self.base.cell, edges))
            counts -= Counts(np.diff(ends), *(np.diff(self._totals_of_gone[name][ends])
                                              for name in ("lon", "lat", "pk")))  # fmt: skip
        return counts + _between_edges(self.fresh, edges) if len(self.fresh) else counts

    def _count_chosen(self, conditions: list[Condition], edges: np.ndarray) -> Counts:
        first, end = int(edges[0]), int(edges[-1])
        shift = (int(edges[1]) - first).bit_length() - 1
        base = self._alive(self.base.choose(self.base.in_range(first, end), conditions))
        fresh = self.fresh.choose(self.fresh.in_range(first, end), conditions)
        return reduce(
            add,
            (
                _counted(table, part, first, shift)
                for table, part in ((self.base, base), (self.fresh, fresh))
            ),
        )

    @cached_property
    def _totals_of_gone(self) -> dict[str, np.ndarray]:
        return {
            name: np.concatenate(([0], np.cumsum(self.base.columns[name][self.gone], dtype=np.int64)))
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

    def _of(self, keys: np.ndarray) -> tuple[np.ndarray, Coded]:
        """Category and state of the single rows; nothing where the key is 0."""
        category = np.zeros(len(keys), np.int64)
        code = np.zeros(len(keys), np.int64)
        singles = np.flatnonzero(keys)
        for table in (self.fresh, self.base):
            if not len(table) or not len(singles):
                continue
            pks = table.columns["pk"]
            at = np.searchsorted(pks, keys[singles], sorter=table.by_pk)
            places = table.by_pk[np.minimum(at, len(table) - 1)]
            is_here = pks[places] == keys[singles]
            here, places = singles[is_here], places[is_here]
            category[here] = table.columns["category_id"][places]
            code[here] = self._codes(table, places) + 1
            singles = singles[~is_here]
        return category, _coded(np.array(["", *self._states])[code])

    @cached_property
    def _states(self) -> list[str]:
        """Every pair of a status and an outcome as the one word that is shown."""
        status, outcome = (dict(self.layer.words)[name] for name in STATE)
        return [closed or opened for opened in status for closed in outcome]

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


def _between_edges(table: Table, edges: np.ndarray) -> Counts:
    ends = np.searchsorted(table.cell, edges)
    return Counts(
        np.diff(ends), *(np.diff(table.totals[name][ends]) for name in ("lon", "lat", "pk"))
    )


def _counted(table: Table, part: Part, first: int, shift: int) -> Counts:
    square = (table.cell[part] - first) >> shift
    # Whole numbers below 2⁵³ are exact as floats, which is what weights are.
    sums = (
        np.bincount(square, table.columns[name][part], IN_A_TILE).astype(np.int64)
        for name in ("lon", "lat", "pk")
    )
    return Counts(np.bincount(square, minlength=IN_A_TILE), *sums)


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
