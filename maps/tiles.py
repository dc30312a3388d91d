"""Counts the rows of a tile, square by square, and writes them as a vector tile.

This is the way that is always fresh: a range scan on `cell`, the same on every database. It is
enough for some 50,000 rows, and at high zooms for any number.
"""

from dataclasses import dataclass

import numpy as np
from django.db.models import Avg, Count, F, Max, Min, QuerySet
from django.http import QueryDict

from maps.cells import LEVELS, SIDE, column_and_row, tile_range
from maps.mvt import EXTENT, Coded, encode

LAST_ZOOM = 22
SQUARES = 4  # a tile is halved this often: 16 × 16 squares, so at most 256 features


@dataclass(frozen=True)
class Squares:
    """The occupied squares of a tile; a square with one row tells which, and its state."""

    lon: np.ndarray
    lat: np.ndarray
    count: np.ndarray
    key: np.ndarray  # 0 where a square holds several rows
    category: np.ndarray
    state: list[str]

    @property
    def total(self) -> int:
        return int(self.count.sum())


def count_squares(rows: QuerySet, z: int, x: int, y: int) -> Squares:
    """Groups the rows of a tile; their average is the point at which a count is drawn."""
    first, end = tile_range(z, x, y)
    squares = (
        rows.order_by()
        .filter(cell__gte=first, cell__lt=end)
        .annotate(square=F("cell").bitrightshift(2 * (LEVELS - z - SQUARES)))
        .values("square")
        .annotate(
            count=Count("pk"), at_lon=Avg("lon"), at_lat=Avg("lat"), key=Min("pk"),
            in_category=Min("category_id"), in_status=Min("status"), in_outcome=Min("outcome"),
        )
        .order_by("square")
        .values_list(
            "count", "at_lon", "at_lat", "key", "in_category", "in_status", "in_outcome"
        )
    )  # fmt: skip
    found = list(squares)
    count, lon, lat, key, category, status, outcome = (
        zip(*found, strict=True) if found else ((),) * 7
    )
    counts = np.array(count, np.int64)
    return Squares(
        lon=np.array(lon, float),
        lat=np.array(lat, float),
        count=counts,
        key=np.where(counts == 1, np.array(key, np.int64), 0),
        category=np.where(counts == 1, np.array(category, np.int64), 0),
        state=[
            (of_closed or of_open) if number == 1 else ""
            for number, of_open, of_closed in zip(counts, status, outcome, strict=True)
        ],
    )


def draw_tile(name: str, squares: Squares, z: int, x: int, y: int) -> bytes:
    """The squares as a vector tile; each feature has count, id, category and state."""
    column, row = column_and_row(squares.lon, squares.lat)
    scale = EXTENT * 2.0**z / SIDE
    words, codes = np.unique(np.array(squares.state, str), return_inverse=True)
    return encode(
        name,
        _inside(column * scale - x * EXTENT),
        _inside(row * scale - y * EXTENT),
        {
            "count": squares.count,
            "id": squares.key,
            "category": squares.category,
            "state": Coded(codes, words.tolist()),
        },
    )


def _inside(position: np.ndarray) -> np.ndarray:
    return np.clip(np.floor(position).astype(np.int64), 0, EXTENT - 1)


def revision(rows: QuerySet) -> str:
    """Changes whenever a row comes, goes or is altered, so that one view never mixes counts."""
    total, last, changed = rows.order_by().aggregate(
        Count("pk"), Max("pk"), Max("updated_at")
    ).values()  # fmt: skip
    moment = int(changed.timestamp() * 1_000_000) if changed else 0
    return f"{total:x}-{last or 0:x}-{moment:x}"


def filters_only(query: QueryDict) -> QueryDict:
    """The query string without what only list or map understand."""
    filters = query.copy()
    for name in ("rev", "bbox", "order", "page", "lang", "at"):
        filters.pop(name, None)
    return filters
