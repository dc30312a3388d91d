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
LONGEST = 127  # a length of one byte; a point with a handful of properties is far below


@dataclass(frozen=True)
class Coded:
    """A property whose values repeat: `codes` point into `words`."""

    codes: np.ndarray
    words: list[str]


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
    geometry = [_byte(MOVE_TO_ONCE), _varints(_zigzag(x)), _varints(_zigzag(y))]
    feature = [*_nested(TAGS, tags), _byte(TYPE), _byte(POINT), *_nested(GEOMETRY, geometry)]
    if ids is not None:
        feature = [_byte(ID), _varints(np.asarray(ids, np.int64)), *feature]
    body = (
        bytes([VERSION, 2])
        + _field(NAME, layer.encode())
        + _rows(len(x), _nested(FEATURE, feature))
        + b"".join(_field(KEY, name.encode()) for name in properties)
        + values
        + bytes([LAYER_EXTENT])
        + _varint(extent)
    )
    return _field(LAYER, body)


def _values(properties) -> tuple[bytes, list[np.ndarray]]:
    """The table of values, and for each feature its pairs of (key, place in the table)."""
    table, tags, size = b"", [], 0
    for key, values in enumerate(properties.values()):
        if isinstance(values, Coded):
            places = np.asarray(values.codes, np.int64)
            words = [_field(TEXT_VALUE, word.encode()) for word in values.words]
            table += b"".join(_field(VALUE, word) for word in words)
            count = len(words)
        else:
            numbers, places = np.unique(np.asarray(values, np.int64), return_inverse=True)
            if numbers[0] < 0:
                raise ValueError("Properties of a tile are whole numbers from 0.")
            table += _rows(
                len(numbers), _nested(VALUE, [_byte(UINT_VALUE), _varints(numbers)])
            )  # fmt: skip
            count = len(numbers)
        # One width for all columns would do as well; each column has its own narrow one.
        tags += [_byte(key), _varints(places + size)]
        size += count
    return table, tags


def _byte(value: int) -> np.ndarray:
    return np.array([[value]], np.uint8)


def _nested(tag: int, columns: list[np.ndarray]) -> list[np.ndarray]:
    """The columns of a message inside a message: its tag, its length, its bytes."""
    length = sum(column.shape[1] for column in columns)
    if length > LONGEST:
        raise ValueError(f"A feature of {length} bytes is longer than {LONGEST}.")
    return [_byte(tag), _byte(length), *columns]


def _rows(count: int, columns: list[np.ndarray]) -> bytes:
    return np.hstack(
        [np.broadcast_to(column, (count, column.shape[1])) for column in columns]
    ).tobytes()  # fmt: skip


def _varints(numbers: np.ndarray) -> np.ndarray:
    """Seven bits a byte, lowest first; all as wide as the largest, padded with continuations."""
    width = max(1, -(-int(numbers.max()).bit_length() // 7))
    shifts = 7 * np.arange(width)
    groups = (numbers[:, None] >> shifts & 0x7F).astype(np.uint8)
    groups[:, :-1] |= 0x80
    return groups


def _zigzag(numbers: np.ndarray) -> np.ndarray:
    return numbers << 1 ^ numbers >> 63


def _varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _field(tag: int, body: bytes) -> bytes:
    return bytes([tag]) + _varint(len(body)) + body
