"""Cells: every point has one, tiles are ranges of them, and ranges nest."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import cells

longitudes = st.floats(-180, 179.9999999)
latitudes = st.floats(-cells.MAX_LATITUDE, cells.MAX_LATITUDE)
columns = st.integers(0, cells.SIDE - 1)


@given(columns, columns)
def test_column_and_row_come_back_from_the_number(x, y):
    assert cells.deinterleave(cells.interleave(x, y)) == (x, y)
    assert 0 <= cells.interleave(x, y) < 1 << 60


@given(st.lists(st.tuples(columns, columns), min_size=1, max_size=20))
def test_many_numbers_at_once_are_the_same_as_one_by_one(pairs):
    x, y = np.array(pairs, np.int64).T

    numbers = cells.interleave(x, y)

    assert numbers.tolist() == [cells.interleave(*pair) for pair in pairs]
    assert np.array_equal(cells.deinterleave(numbers), (x, y))


def test_the_bits_of_column_and_row_alternate():
    assert cells.interleave(0b101, 0b011) == 0b011011


@given(longitudes, latitudes)
def test_the_middle_of_a_cell_is_within_two_centimetres(lon, lat):
    cell = cells.cell_of(lon, lat)
    back = cells.point_of(cell)

    assert abs(back[0] - lon) <= 180 / cells.SIDE * 1.001
    assert abs(back[1] - lat) <= 180 / cells.SIDE * 1.001
    assert cells.cell_of(*back) == cell


@given(longitudes, latitudes, st.integers(0, cells.LEVELS))
def test_each_point_is_in_exactly_one_tile_of_a_zoom(lon, lat, z):
    cell = cells.cell_of(lon, lat)
    x, y = cells.tile_of(cell, z)
    first, end = cells.tile_range(z, x, y)

    assert first <= cell < end
    assert 0 <= x < 1 << z
    assert 0 <= y < 1 << z


@given(st.integers(0, cells.LEVELS - 1).flatmap(
    lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))
))  # fmt: skip
def test_four_children_fill_their_parent_without_gap_or_overlap(tile):
    z, x, y = tile
    children = sorted(
        cells.tile_range(z + 1, 2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1)
    )
    first, end = cells.tile_range(z, x, y)

    assert children[0][0] == first
    assert children[-1][1] == end
    assert all(left[1] == right[0] for left, right in pairwise(children))


def test_the_tile_of_seoul_city_hall_is_the_one_all_maps_use():
    cell = cells.cell_of(126.9780, 37.5665)

    assert cells.tile_of(cell, 14) == (13970, 6344)
    assert cells.tile_of(cell, 0) == (0, 0)


def test_east_and_south_are_higher():
    x, y = cells.deinterleave(cells.cell_of(127.0, 37.7))

    assert cells.deinterleave(cells.cell_of(127.1, 37.7))[0] > x
    assert cells.deinterleave(cells.cell_of(127.0, 37.6))[1] > y


def test_the_antimeridian_is_one_line():
    assert cells.cell_of(180, 10) == cells.cell_of(-180, 10)


@pytest.mark.parametrize("lat", [85.06, 90])
def test_the_poles_belong_to_the_outermost_rows(lat):
    assert cells.deinterleave(cells.cell_of(127, lat))[1] == 0
    assert cells.deinterleave(cells.cell_of(127, -lat))[1] == cells.SIDE - 1


@given(st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=30))
def test_many_points_at_once_get_the_same_cells_as_one_by_one(points):
    lons, lats = np.array(points).T

    assert cells.cell_of(lons, lats).tolist() == [cells.cell_of(*point) for point in points]
