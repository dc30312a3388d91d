"""A tile's squares: what is counted in each, and how they are written as a vector tile."""

from dataclasses import dataclass

import numpy as np
from django.http import QueryDict

from maps.cells import LEVELS, SIDE, column_and_row, interleave
from maps.mvt import EXTENT, Coded, encode
from maps.table import PER_DEGREE

LAST_ZOOM = 22
SQUARES = 4  # a tile is halved this often: 16 × 16 squares, so at most 256 features
IN_A_TILE = 1 << 2 * SQUARES
NO_FILTERS = {"rev", "bbox", "order", "page", "lang", "at", "layers", "per", "steps"}
NOTHING = QueryDict()


@dataclass(frozen=True)
class Counts:
    """For each square of a tile, in Morton order, how many rows and the sums of their numbers."""

    count: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    pk: np.ndarray

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))

    def __iter__(self):
        return iter((self.count, self.lon, self.lat, self.pk))


@dataclass(frozen=True)
class Squares:
    """The occupied squares of a tile; a square with one row tells which, and its state.

    lon and lat are where a count is drawn: the middle of the rows in the square.
    """

    lon: np.ndarray
    lat: np.ndarray
    count: np.ndarray
    key: np.ndarray  # 0 where a square holds several rows
    category: np.ndarray  # 0 likewise
    state: Coded  # an empty word likewise

    @property
    def total(self) -> int:
        return int(self.count.sum())


def occupied(counts: Counts) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """lon, lat, count and key of the squares in which there is anything."""
    there = np.flatnonzero(counts.count)
    count = counts.count[there]
    return (
        counts.lon[there] / count / PER_DEGREE,
        counts.lat[there] / count / PER_DEGREE,
        count,
        np.where(count == 1, counts.pk[there], 0),
    )


def square_edges(z: int, x: int, y: int) -> np.ndarray:
    """The first cell of each square of a tile, and the first after the last."""
    size = 2 * (LEVELS - z - SQUARES)
    first = int(interleave(x, y)) << 2 * SQUARES
    return np.arange(first, first + IN_A_TILE + 1, dtype=np.int64) << size


def draw_tile(name: str, squares: Squares, z: int, x: int, y: int) -> bytes:
    """The squares as a vector tile; each feature has count, id, category and state."""
    column, row = column_and_row(squares.lon, squares.lat)
    scale = EXTENT * 2.0**z / SIDE
    return encode(
        name,
        _inside(column * scale - x * EXTENT),
        _inside(row * scale - y * EXTENT),
        {
            "count": squares.count,
            "id": squares.key,
            "category": squares.category,
            "state": squares.state,
        },
    )


def _inside(position: np.ndarray) -> np.ndarray:
    return np.clip(np.floor(position).astype(np.int64), 0, EXTENT - 1)


def filters_only(query: QueryDict) -> QueryDict:
    """The query string without what only list or map understand."""
    if query.keys() <= NO_FILTERS:
        return NOTHING
    filters = query.copy()
    for name in NO_FILTERS:
        filters.pop(name, None)
    return filters
