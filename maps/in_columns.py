"""Counts a layer in sorted columns: as quick with a million rows as with a thousand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maps.cells import LEVELS
from maps.conditions import Condition, among
from maps.counting import FACETS, STATE, InView, without
from maps.layers import PointLayer
from maps.mvt import Coded
from maps.table import Box, Part, Table, totals_of
from maps.tiles import Counts, Squares, occupied, square_edges


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
    if len(values) <= most or not most:
        return np.arange(min(most, len(values)))
    last = np.partition(values, len(values) - most)[len(values) - most]
    above = np.flatnonzero(values > last)
    equal = np.flatnonzero(values == last)
    room = most - len(above)
    if len(equal) > room:
        equal = equal[np.argpartition(keys[equal], len(equal) - room)[len(equal) - room :]]
    return np.concatenate((above, equal))
