"""Finds the outline of a million points at once: squares first, geometry only at the borders.

The frame around all outlines is halved again and again. A square inside one outline, or in none,
is settled; after the last halving only the squares on a border are left. The table of squares is
in Morton order (see maps/cells.py), so that a large square is one run of it. A point takes its
answer from the table; only points in squares on a border are tested against outlines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from maps.cells import deinterleave, interleave

HALVINGS = 8  # a table of 256 × 256 squares: a quarter of a megabyte
SIDE = 1 << HALVINGS
SPREAD = interleave(np.arange(SIDE), 0)
# In degrees; wider than any rounding on the way from a point to its square.
ROUNDING = 1e-9
NOWHERE = -1  # numbers below stand for a square on a border


@dataclass(frozen=True)
class Cover:
    """What is known of each square, and for those on a border which outlines to ask in turn."""

    outlines: np.ndarray
    west: float
    south: float
    width: float
    height: float
    table: np.ndarray  # the place of an outline, NOWHERE, or NOWHERE - 1 - number of a turn
    turns: np.ndarray  # where each turn begins in `asked`; one more tells where the last ends
    asked: np.ndarray
    holds: np.ndarray  # whether the outline holds all of the square, so that it need not be asked

    def find(self, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """The place of the first outline that has each point in it or on its border."""
        column = SPREAD[_step((lons - self.west) / self.width)]
        row = SPREAD[_step((lats - self.south) / self.height)]
        found = self.table[column | row << 1].astype(np.int64)
        points = np.flatnonzero(found < NOWHERE)
        turn = NOWHERE - 1 - found[points]
        found[points] = NOWHERE
        now, end = self.turns[turn], self.turns[turn + 1]
        while len(points):
            place, here = self.asked[now], self.holds[now]
            ask = np.flatnonzero(~here)
            here[ask] = shapely.intersects_xy(
                self.outlines[place[ask]], lons[points[ask]], lats[points[ask]]
            )
            found[points[here]] = place[here]
            now += 1
            rest = ~here & (now < end)
            points, now, end = points[rest], now[rest], end[rest]
        return found


def cover(outlines: Sequence | np.ndarray) -> Cover:
    """Of prepared outlines, in the order in which a shared border is decided."""
    shapes = np.array(outlines, object)
    west, south, east, north = shapely.total_bounds(shapes)
    width, height = max(east - west, ROUNDING) / SIDE, max(north - south, ROUNDING) / SIDE
    table = np.full(SIDE * SIDE, NOWHERE, np.int32)
    squares, places = np.zeros(len(shapes), np.int64), np.arange(len(shapes))
    for level in range(HALVINGS, -1, -1):
        column, row = (each << level for each in deinterleave(squares))
        boxes = shapely.box(
            west + column * width - ROUNDING,
            south + row * height - ROUNDING,
            west + (column + (1 << level)) * width + ROUNDING,
            south + (row + (1 << level)) * height + ROUNDING,
        )
        meets = shapely.intersects(shapes[places], boxes)
        squares, places = squares[meets], places[meets]
        # Properly: no point of the border is in the box, so rounding decides nothing.
        holds = shapely.contains_properly(shapes[places], boxes[meets])
        kept = ~_after_one_that_holds(squares, holds)
        squares, places, holds = squares[kept], places[kept], holds[kept]
        settled = holds & _is_first(squares)
        runs = (squares[settled, None] << 2 * level) + np.arange(1 << 2 * level)
        table[runs] = places[settled, None]
        squares, places, holds = squares[~settled], places[~settled], holds[~settled]
        if level:
            squares = (squares[:, None] << 2 | np.arange(4)).ravel()
            places = np.repeat(places, 4)
            order = np.lexsort((places, squares))
            squares, places = squares[order], places[order]
    starts = np.flatnonzero(_is_first(squares))
    table[squares[starts]] = NOWHERE - 1 - np.arange(len(starts))
    return Cover(
        shapes, west, south, width, height, table,
        turns=np.append(starts, len(squares)), asked=places, holds=holds,
    )  # fmt: skip


def _step(position: np.ndarray) -> np.ndarray:
    """The column or row; what lies outside, or is no number, is asked for at the edge."""
    return np.fmin(np.fmax(position, 0), SIDE - 1).astype(np.int64)


def _is_first(squares: np.ndarray) -> np.ndarray:
    """Which pairs of a square and an outline are the first of their square."""
    return np.append(True, squares[1:] != squares[:-1])[: len(squares)]


def _after_one_that_holds(squares: np.ndarray, holds: np.ndarray) -> np.ndarray:
    """Which pairs come after an outline that holds all of their square, and so never count."""
    before = np.cumsum(holds) - holds
    start = np.maximum.accumulate(np.where(_is_first(squares), np.arange(len(squares)), 0))
    return before > before[start] if len(squares) else holds
