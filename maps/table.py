"""The rows of a layer as columns sorted by cell, so that counting a tile is looking up its ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from maps.cells import SIDE, column_and_row, interleave
from maps.conditions import Condition, Keys, Microseconds, among
from maps.layers import PointLayer

PER_DEGREE = 10_000_000  # places are whole numbers of 10⁻⁷ degrees, so that sums are exact
AT_ONCE = 20_000

# A part of a table: a range of it, or places in it.
Part = slice | np.ndarray
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows sorted by (cell, pk). `totals` hold the sums of all rows before a place."""

    columns: dict[str, np.ndarray]  # cell, pk, lon, lat and those that the layer names
    totals: dict[str, np.ndarray]  # lon, lat, pk: one number more than there are rows
    by_pk: np.ndarray  # places in the order of their keys
    words: dict[str, list[str]]  # what the codes of a column of words mean

    @classmethod
    def of(cls, layer: PointLayer, columns: dict[str, np.ndarray]) -> "Table":
        order = np.lexsort((columns["pk"], columns["cell"]))
        columns = {name: _narrowed(values[order]) for name, values in columns.items()}
        return cls(
            columns=columns,
            totals={name: totals_of(columns[name]) for name in ("lon", "lat", "pk")},
            by_pk=np.argsort(columns["pk"], kind="stable").astype(np.int32),
            words={name: list(words) for name, words in layer.words},
        )

    def __len__(self) -> int:
        return len(self.cell)

    @property
    def cell(self) -> np.ndarray:
        return self.columns["cell"]

    def near(self, keys: np.ndarray) -> np.ndarray:
        """Where each of these keys is, if it is here; else the place of another."""
        at = np.searchsorted(self.columns["pk"], keys, sorter=self.by_pk)
        return self.by_pk[np.minimum(at, len(self) - 1)]

    def places_of(self, keys: np.ndarray) -> np.ndarray:
        """Where the rows with these keys are, of those that are here; sorted."""
        if not len(self) or not len(keys):
            return np.zeros(0, np.int64)
        places = self.near(keys)
        return np.sort(places[self.columns["pk"][places] == keys]).astype(np.int64)

    # ── Which rows ───────────────────────────────────────────────────────────────────────────
    def in_range(self, first: int, end: int) -> slice:
        return slice(*np.searchsorted(self.cell, (first, end)).tolist())

    def in_box(self, box: Box | None) -> list[Part]:
        """The rows in a box of degrees, its borders included: whole ranges where they are inside,
        and rows looked at one by one along the border."""
        if box is None:
            return [slice(0, len(self))]
        west, south, east, north = (whole(*side) for side in zip(box, "^^vv", strict=True))
        lon, lat = self.columns["lon"], self.columns["lat"]
        parts: list[Part] = []
        for first, end, is_inside in cover(box):
            part = self.in_range(first, end)
            if part.start == part.stop:
                continue
            if not is_inside:
                here = (
                    (lon[part] >= west) & (lon[part] <= east)
                    & (lat[part] >= south) & (lat[part] <= north)
                )  # fmt: skip
                parts.append(np.flatnonzero(here) + part.start)
            else:
                parts.append(part)
        return parts

    def choose(self, part: Part, conditions: list[Condition]) -> Part:
        """What the conditions leave of a part."""
        for condition in sorted(conditions, key=lambda each: not isinstance(each, Keys)):
            if isinstance(condition, Keys):
                part = self._with_keys(part, condition)
                continue
            values = self.columns[condition.column][part]
            left = np.flatnonzero(condition.mask(values, self.words.get(condition.column)))
            part = left + part.start if isinstance(part, slice) else part[left]
        return part

    def _with_keys(self, part: Part, keys: Keys) -> np.ndarray:
        places = keys.places_in(self)
        if isinstance(part, slice):
            first, end = np.searchsorted(places, (part.start, part.stop))
            return places[first:end]
        return part[among(part, places)]


def totals_of(values: np.ndarray) -> np.ndarray:
    """The sum of all values before each place, and of all of them."""
    return np.concatenate(([0], np.cumsum(values, dtype=np.int64)))


def read_table(
    layer: PointLayer, rows: QuerySet, step: Callable[[int], None] = lambda done: None
) -> Table:
    """The placed ones of the rows, read in batches; `step` hears how many there are so far.

    Rows that change meanwhile may be read as they were or as they are: who needs to know looks
    at the changes noted since before.
    """
    names = ["cell", "pk", "lon", "lat", *_kinds(layer)]
    batches: dict[str, list[np.ndarray]] = {name: [] for name in names}
    done = 0
    for batch in _batches(layer, rows, names):
        for name, values in zip(names, zip(*batch, strict=True), strict=True):
            batches[name].append(_column(layer, name, values))
        done += len(batch)
        step(done)
    columns = {
        name: np.concatenate(found) if found else _column(layer, name, ())
        for name, found in batches.items()
    }
    return Table.of(layer, columns)


def _batches(layer: PointLayer, rows: QuerySet, names: list[str]) -> Iterator[list[tuple]]:
    """By key, so that no transaction has to stay open for as long as a million rows take."""
    moments = {f"{name}_counted": Microseconds(name) for name in layer.moments}
    query = (
        rows.filter(cell__isnull=False)
        .order_by("pk")
        .annotate(**moments)
        .values_list(*(f"{name}_counted" if name in layer.moments else name for name in names))
    )
    batch = list(query[:AT_ONCE])
    while batch:
        yield batch
        if len(batch) < AT_ONCE:
            return
        batch = list(query.filter(pk__gt=batch[-1][1])[:AT_ONCE])


def _kinds(layer: PointLayer) -> list[str]:
    words = [name for name, _words in layer.words]
    return ["category_id", "district_id", *layer.numbers, *layer.moments, *words]


def _column(layer: PointLayer, name: str, values) -> np.ndarray:
    words = dict(layer.words)
    if name in words:
        codes = {word: code for code, word in enumerate(words[name])}
        return np.fromiter((codes[value] for value in values), np.uint8, len(values))
    if name in ("lon", "lat"):
        return np.rint(np.array(values, float) * PER_DEGREE).astype(np.int32)
    if name in ("cell", "pk", *layer.moments):
        return np.array(values, np.int64)
    return np.fromiter((value or 0 for value in values), np.int32, len(values))


def _narrowed(values: np.ndarray) -> np.ndarray:
    """Keys of few categories or districts take half the room, and half the time to compare."""
    is_small = values.dtype == np.int32 and len(values) and values.max() < 2**15 > -values.min()
    return values.astype(np.int16) if is_small else values


# ── Boxes ────────────────────────────────────────────────────────────────────────────────────
def whole(side: float, towards: str) -> int:
    """The first (^) or last (v) whole 10⁻⁷ degree on the inner side of a border.

    Compares as the database does, which knows places as fractions: the number that stands for
    179.9 is not exactly 1,799,000,000 ten-millionths.
    """
    near = int(np.clip(np.rint(side * PER_DEGREE), -(2**31) + 2, 2**31 - 3))
    if towards == "^":
        return next(each for each in range(near - 1, near + 2) if each / PER_DEGREE >= side)
    return next(each for each in range(near + 1, near - 2, -1) if each / PER_DEGREE <= side)


def cover(box: Box) -> list[tuple[int, int, bool]]:
    """Ranges of cells, in order, that together hold a box; the last says: all of it is inside."""
    west, south, east, north = box
    (x0, x1), (y1, y0) = (
        np.clip(np.floor(each), 0, SIDE - 1).astype(np.int64).tolist()
        for each in column_and_row((west, east), (south, north))
    )
    # One cell more on each side, since degrees and cells do not end at the same place.
    edge = max(x0 - 1, 0), max(y0 - 1, 0), min(x1 + 1, SIDE - 1), min(y1 + 1, SIDE - 1)
    inner = x0 + 1, y0 + 1, x1 - 1, y1 - 1
    level = max(1, max(edge[2] - edge[0], edge[3] - edge[1]).bit_length())
    smallest = max(0, level - 4)
    found: list[tuple[int, int, bool]] = []
    size = 1 << level
    for y in range(edge[1] // size, edge[3] // size + 1):
        for x in range(edge[0] // size, edge[2] // size + 1):
            _cover(x, y, level, smallest, edge, inner, found)
    return _joined(sorted(found))


def _cover(x, y, level, smallest, edge, inner, found) -> None:
    """Halves a square until it is outside, inside, or small enough."""
    left, top = x << level, y << level
    right, bottom = left + (1 << level) - 1, top + (1 << level) - 1
    if right < edge[0] or left > edge[2] or bottom < edge[1] or top > edge[3]:
        return
    is_inside = left >= inner[0] and right <= inner[2] and top >= inner[1] and bottom <= inner[3]
    if is_inside or level <= smallest:
        number = interleave(x, y)
        found.append((number << 2 * level, (number + 1) << 2 * level, is_inside))
        return
    for dy in (0, 1):
        for dx in (0, 1):
            _cover(2 * x + dx, 2 * y + dy, level - 1, smallest, edge, inner, found)


def _joined(ranges: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    joined: list[tuple[int, int, bool]] = []
    for first, end, is_inside in ranges:
        if joined and joined[-1][1] == first and joined[-1][2] == is_inside:
            joined[-1] = (joined[-1][0], end, is_inside)
        else:
            joined.append((first, end, is_inside))
    return joined
