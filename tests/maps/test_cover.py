"""A million points find their districts as they would one by one."""

import geopandas
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.borders import Borders
from maps.cover import NOWHERE, SIDE, cover

# Corners on a coarse grid, so that borders, corners and points often fall on each other.
STEP = 1 / 64
corner = st.tuples(st.integers(0, 12), st.integers(0, 12))


@st.composite
def areas(draw):
    """Any area: concave, in several parts, with holes, overlapping its neighbours."""
    parts = draw(st.lists(st.lists(corner, min_size=3, max_size=7), min_size=1, max_size=2))
    holes = draw(st.lists(st.lists(corner, min_size=3, max_size=4), max_size=2))
    area = shapely.union_all([_area(ring) for ring in parts])
    area = shapely.difference(area, shapely.union_all([_area(ring) for ring in holes]))
    whole = [part for part in shapely.get_parts(area) if part.area > 0]
    return shapely.MultiPolygon(whole) if whole else _area([(0, 0), (3, 0), (0, 3)])


def _area(ring):
    around = shapely.make_valid(shapely.Polygon([(127 + x * STEP, 37 + y * STEP) for x, y in ring]))
    return shapely.union_all([part for part in shapely.get_parts(around) if part.area > 0])


def awkward_points(outlines):
    """Corners, middles of edges, corners of squares, and points anywhere around."""
    corners = shapely.get_coordinates(outlines)
    west, south, east, north = shapely.total_bounds(outlines)
    lines = np.linspace(0, SIDE, 33) / SIDE
    squares = np.stack(
        np.meshgrid(west + lines * (east - west), south + lines * (north - south)), axis=-1
    ).reshape(-1, 2)
    anywhere = np.random.default_rng(7).uniform(
        (west - STEP, south - STEP), (east + STEP, north + STEP), (300, 2)
    )
    middles = (corners[1:] + corners[:-1]) / 2
    return np.vstack([corners, middles, squares, anywhere]).T


def joined_by_geopandas(outlines, lons, lats):
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lons, lats))
    pairs = geopandas.sjoin(
        points, geopandas.GeoDataFrame(geometry=list(outlines)), predicate="intersects"
    )
    first = pairs.groupby(level=0)["index_right"].min()
    return first.reindex(range(len(lons)), fill_value=NOWHERE).to_numpy()


@settings(max_examples=40, deadline=None)
@given(st.lists(areas(), min_size=1, max_size=5))
def test_squares_answer_as_geopandas_does_and_the_first_outline_keeps_a_border(outlines):
    outlines = np.array(outlines, object)
    shapely.prepare(outlines)
    lons, lats = awkward_points(outlines)

    found = cover(outlines).find(lons, lats)

    assert found.tolist() == joined_by_geopandas(outlines, lons, lats).tolist()


@settings(max_examples=20, deadline=None)
@given(st.lists(areas(), min_size=1, max_size=5))
def test_a_few_points_are_answered_as_many_are(outlines):
    borders = Borders(np.arange(len(outlines)) + 10, np.array(outlines, object))
    lons, lats = awkward_points(borders.outlines)

    few = borders.find(lons, lats)

    assert "cover" not in vars(borders)
    places = borders.cover.find(lons, lats)
    assert few.tolist() == np.where(places == NOWHERE, 0, places + 10).tolist()
    assert borders.find(lons, lats).tolist() == few.tolist()


def test_points_that_are_nowhere_are_in_no_district():
    odd = np.array([np.nan, np.inf, -np.inf, 0.0, 127.5, 180.0])
    square = shapely.box(127, 37, 128, 38)

    with np.errstate(invalid="raise"):
        assert cover([square]).find(odd, np.full(6, 37.5)).tolist() == [-1, -1, -1, -1, 0, -1]
        assert cover([square]).find(np.full(6, 127.5), odd).tolist() == [-1] * 6


def test_an_outline_of_very_many_corners_is_no_trouble():
    turn = np.linspace(0, 2 * np.pi, 200_000, endpoint=False)
    reach = 0.05 + 0.001 * np.sin(900 * turn)
    coast = shapely.Polygon(np.c_[127 + reach * np.cos(turn), 37 + reach * np.sin(turn)])
    shapely.prepare(coast)
    lons, lats = np.random.default_rng(3).uniform((126.94, 36.94), (127.06, 37.06), (50_000, 2)).T

    found = cover([coast]).find(lons, lats)

    assert (found == 0).tolist() == shapely.intersects_xy(coast, lons, lats).tolist()
    assert 0 < (found == 0).mean() < 1


def test_hardly_any_point_needs_its_outline():
    columns = [shapely.box(127 + n / 100, 37, 127 + (n + 1) / 100, 37.1) for n in range(10)]

    squares = cover(columns).table

    assert (squares < NOWHERE).mean() < 0.1
