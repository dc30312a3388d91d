"""Turns a point into one whole number, so that any part of the map is a range of numbers.

The world is the Web Mercator square, halved 30 times in both directions. A cell's number takes
the bits of its column and row in turn (Morton order), 60 bits in all. Neighbouring cells have
near numbers, and the tile z/x/y is exactly the half-open range `tile_range(z, x, y)`: its four
children are the four quarters of that range. So a plain B-tree on `cell` serves any tile, and
counts over the children always add up to the parent's.
"""

import numpy as np

LEVELS = 30
SIDE = 1 << LEVELS
MAX_LATITUDE = 85.0511287798066  # where Web Mercator's square ends

# Spreading moves the upper half of every group of bits apart, until there is room between all;
# gathering goes back the same way.
_HALVES = (16, 8, 4, 2, 1)
_MASKS = (
    0x00000000FFFFFFFF,
    0x0000FFFF0000FFFF,
    0x00FF00FF00FF00FF,
    0x0F0F0F0F0F0F0F0F,
    0x3333333333333333,
    0x5555555555555555,
)


def _spread(bits):
    for half, mask in zip(_HALVES, _MASKS[1:], strict=True):
        bits = (bits | bits << half) & mask
    return bits


def _gather(bits):
    bits = bits & _MASKS[-1]
    for half, mask in zip(reversed(_HALVES), reversed(_MASKS[:-1]), strict=True):
        bits = (bits | bits >> half) & mask
    return bits


def interleave(x, y):
    """Column and row become one number; whole numbers and arrays of int64 alike."""
    return _spread(x) | _spread(y) << 1


def deinterleave(number):
    return _gather(number), _gather(number >> 1)


def column_and_row(lon, lat):
    """Where points lie in the square of 2³⁰ columns and rows, as fractions; poles are clamped."""
    x = (np.asarray(lon, float) + 180) / 360 * SIDE
    north = np.radians(np.clip(np.asarray(lat, float), -MAX_LATITUDE, MAX_LATITUDE))
    y = (0.5 - np.arcsinh(np.tan(north)) / (2 * np.pi)) * SIDE
    return x, y


def cell_of(lon, lat):
    """The cell of a point, or of many at once; longitude 180 is -180."""
    x, y = (np.floor(each).astype(np.int64) for each in column_and_row(lon, lat))
    cells = interleave(x % SIDE, np.clip(y, 0, SIDE - 1))
    return cells if cells.ndim else int(cells)


def point_of(cell):
    """The middle of a cell as (lon, lat); at most two centimetres from any point in it."""
    x, y = deinterleave(np.asarray(cell, np.int64))
    lon = (x + 0.5) / SIDE * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * (y + 0.5) / SIDE))))
    return (lon, lat) if lon.ndim else (float(lon), float(lat))


def tile_of(cell: int, z: int) -> tuple[int, int]:
    """The column and row of the tile in which a cell lies."""
    return deinterleave(cell >> 2 * (LEVELS - z))


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """The cells of a tile: from the first, up to but without the second."""
    size = 2 * (LEVELS - z)
    number = interleave(x, y)
    return number << size, (number + 1) << size
