"""Writes points as a Mapbox Vector Tile (version 2.1), all of them at once.

Every feature of a layer gets the same number of bytes: whole numbers are written as varints
padded with continuation bytes, which protobuf allows. So a layer is one two-dimensional array
of bytes, and numpy fills it column by column instead of Python feature by feature.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

EXTENT = 4096
# Field numbers and wire types of the specification, as the bytes they become.
LAYER, NAME, FEATURE, KEY, VALUE, LAYER_EXTENT, VERSION = 0x1A, 0x0A, 0x12, 0x1A, 0x22, 0x28, 0x78
ID, TAGS, TYPE, GEOMETRY = 0x08, 0x12, 0x18, 0x22
TEXT_VALUE, UINT_VALUE = 0x0A, 0x28
POINT, MOVE_TO_ONCE = 1, 9
SPARSE = 16  # numbers that fill less than a sixteenth of their range are not worth ticking off
LONGEST = 127  # a length of one byte; a point with a handful of properties is far below


@dataclass(frozen=True)
class Coded:
    """A property whose values repeat: `codes` point into `words`."""

    codes: np.ndarray
    words: list[str]


def coded(words: np.ndarray) -> Coded:
    """The words of a column, in the order of the alphabet, so that tiles are always the same."""
    used, codes = np.unique(words, return_inverse=True)
    return Coded(codes, used.tolist())


def encode(
    layer: str, x, y, properties: Mapping[str, np.ndarray | Coded], ids=None, extent: int = EXTENT
) -> bytes:
    """One layer of points; x and y count from the tile's upper left corner.

    Properties are arrays of whole numbers from 0, or `Coded` words. No points, no bytes: an
    empty tile is an empty body.
    """
    x, y = np.asarray(x, np.int64), np.asarray(y, np.int64)
    if not len(x):
        return b""
    values, tags = _values(properties)
    geometry = [MOVE_TO_ONCE, *_varints(_zigzag(x)), *_varints(_zigzag(y))]
    feature = [*_nested(TAGS, tags), TYPE, POINT, *_nested(GEOMETRY, geometry)]
    if ids is not None:
        feature = [ID, *_varints(np.asarray(ids, np.int64)), *feature]
    body = (
        bytes([VERSION, 2])
        + field(NAME, layer.encode())
        + _rows(len(x), _nested(FEATURE, feature))
        + b"".join(field(KEY, name.encode()) for name in properties)
        + values
        + bytes([LAYER_EXTENT])
        + varint(extent)
    )
    return field(LAYER, body)


# A byte that is the same in every row, or one byte for each row.
Column = int | np.ndarray


def _values(properties) -> tuple[bytes, list[Column]]:
    """The table of values, and for each feature its pairs of (key, place in the table)."""
    table, tags, size = b"", [], 0
    for key, values in enumerate(properties.values()):
        if isinstance(values, Coded):
            places = np.asarray(values.codes, np.int64)
            words = [field(TEXT_VALUE, word.encode()) for word in values.words]
            table += b"".join(field(VALUE, word) for word in words)
            count = len(words)
        else:
            numbers, places = _different(np.asarray(values, np.int64))
            table += _rows(len(numbers), _nested(VALUE, [UINT_VALUE, *_varints(numbers)]))
            count = len(numbers)
        # One width for all columns would do as well; each column has its own narrow one.
        tags += [key, *_varints(places + size)]
        size += count
    return table, tags


def _different(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A table of the numbers, and where in it each value is."""
    if values.min() < 0:
        raise ValueError("Properties of a tile are whole numbers from 0.")
    last = int(values.max())
    if last > SPARSE * len(values):
        # Far apart, as keys are: hardly one comes twice, but many may be 0.
        is_some = values > 0
        places = np.cumsum(is_some)
        places[~is_some] = 0
        return np.concatenate(([0], values[is_some])), places
    # Numbers that lie close together are ticked off, which is quicker than sorting them.
    occurs = np.zeros(last + 1, bool)
    occurs[values] = True
    numbers = np.flatnonzero(occurs)
    places = np.empty(last + 1, np.int64)
    places[numbers] = np.arange(len(numbers))
    return numbers, places[values]


def _nested(tag: int, columns: list[Column]) -> list[Column]:
    """The columns of a message inside a message: its tag, its length, its bytes."""
    if len(columns) > LONGEST:
        raise ValueError(f"A feature of {len(columns)} bytes is longer than {LONGEST}.")
    return [tag, len(columns), *columns]


def _rows(count: int, columns: list[Column]) -> bytes:
    """All rows at once: first what they share, then what differs, column by column."""
    shared = np.array([0 if isinstance(column, np.ndarray) else column for column in columns])
    rows = np.empty((count, len(columns)), np.uint8)
    rows[:] = shared
    for place, column in enumerate(columns):
        if isinstance(column, np.ndarray):
            rows[:, place] = column
    return rows.tobytes()


def _varints(numbers: np.ndarray) -> list[Column]:
    """Seven bits a byte, lowest first; all as wide as the largest, padded with continuations."""
    width = max(1, -(-int(numbers.max()).bit_length() // 7))
    low = [numbers >> 7 * place & 0x7F | 0x80 for place in range(width - 1)]
    return [*low, numbers >> 7 * (width - 1)]


def _zigzag(numbers: np.ndarray) -> np.ndarray:
    return numbers << 1 ^ numbers >> 63


def varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def field(tag: int, body: bytes) -> bytes:
    return bytes([tag]) + varint(len(body)) + body
