"""Outlines as vector tiles: light, whole, and without gaps between neighbours at any zoom."""

from datetime import date, timedelta

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from city.words import words
from maps.cells import cell_of, tile_of
from maps.district_tiles import NAMED, PIXELS
from maps.models import District
from maps.mvt import EXTENT
from maps.mvt_areas import Area, encode_areas
from maps.outlines import measured
from tests import factories as f

ROWS = 4
WEST, SOUTH, SIDE = 127.0, 37.6, 0.03


def wiggly(start, end, corners=40):
    """The border between two points: the same from both sides."""
    (x1, y1), (x2, y2) = sorted([start, end])
    share = np.linspace(0, 1, corners)
    swing = np.sin(share * 21) * np.sin(share * np.pi) * SIDE / 12
    line = np.c_[x1 + (x2 - x1) * share, y1 + (y2 - y1) * share]
    line += swing[:, None] * np.array([[y2 - y1, x1 - x2]]) / SIDE
    return line if (x1, y1) == start else line[::-1]


def area(column, row):
    corners = [
        (WEST + x * SIDE, SOUTH + y * SIDE)
        for x, y in ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
    ]  # fmt: skip
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    return shapely.Polygon(np.vstack([wiggly(*side)[:-1] for side in sides]))


@pytest.fixture
def many(db):
    """A city of 16 districts with winding borders."""
    f.make_city()
    District.objects.all().delete()
    for place in range(ROWS * ROWS):
        outline = area(place % ROWS, place // ROWS)
        District.objects.create(
            code=f"41370{place:05d}", name=words(f"{place}동", f"District {place}"),
            **measured(outline, 1.0),
        )  # fmt: skip


def tile_at(client, z, lon, lat, **query):
    x, y = tile_of(cell_of(lon, lat), z)
    response = client.get(f"/tiles/districts/{z}/{x}/{y}.mvt", query)
    assert response.status_code == 200
    return response.content, (x, y)


def decoded(content):
    """The areas by code, still with y downwards."""
    layers = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    features = layers.get("districts", {}).get("features", [])
    return {each["properties"]["code"]: shape(each["geometry"]) for each in features}


MIDDLE = (WEST + 2 * SIDE, SOUTH + 2 * SIDE)


@pytest.mark.parametrize("z", [8, 10, 11, 12, 13, 14, 16])
def test_neighbours_share_their_borders_at_each_zoom(many, client, z):
    tile, _at = tile_at(client, z, *MIDDLE)
    areas = decoded(tile)

    assert len(tile) <= 20_000
    outlines = [shapely.make_valid(each) for each in areas.values()]
    whole = shapely.union_all(outlines)
    # Neither gaps nor overlaps: the parts make up the whole, and the whole has no holes.
    assert sum(each.area for each in outlines) == pytest.approx(whole.area, rel=1e-3)
    assert sum(
        shapely.Polygon(hole).area for part in shapely.get_parts(whole) for hole in part.interiors
    ) <= 1e-3 * whole.area  # fmt: skip
    if z >= 14:  # inside the city a tile is covered to the edge and beyond
        assert whole.contains(shapely.box(-60, -60, EXTENT + 60, EXTENT + 60))


def test_a_district_keeps_its_shape_from_tile_to_tile(many, client):
    z = 13
    whole = shape(District.objects.get(code="4137000005").outline)
    parts = []
    x1, y1 = tile_of(cell_of(whole.bounds[0], whole.bounds[3]), z)
    x2, y2 = tile_of(cell_of(whole.bounds[2], whole.bounds[1]), z)
    for x in range(x1, x2 + 1):
        for y in range(y1, y2 + 1):
            areas = decoded(client.get(f"/tiles/districts/{z}/{x}/{y}.mvt").content)
            if found := areas.get("4137000005"):
                inside = shapely.make_valid(found).intersection(shapely.box(0, 0, EXTENT, EXTENT))
                parts.append(shapely.transform(inside, lambda p, x=x, y=y: p / EXTENT + (x, y)))

    together = shapely.union_all(parts, grid_size=1 / EXTENT)

    assert together.geom_type == "Polygon"
    pixel = 1 / PIXELS
    assert together.area == pytest.approx(sum(part.area for part in parts), abs=pixel)
    assert len(parts) > 1


def test_far_away_districts_have_fewer_corners_and_no_names(many, client):
    far, _at = tile_at(client, 8, *MIDDLE)
    near, _at = tile_at(client, 12, *MIDDLE)

    def corners(tile):
        return max(shapely.get_num_coordinates(each) for each in decoded(tile).values())

    assert corners(far) < corners(near) / 3
    assert "district_names" not in mapbox_vector_tile.decode(far)
    assert SIDE / 360 * 2**8 * PIXELS < NAMED


def test_each_name_stands_in_one_tile_only(many, client):
    named = []
    x1, y1 = tile_of(cell_of(WEST, SOUTH + ROWS * SIDE), 12)
    x2, y2 = tile_of(cell_of(WEST + ROWS * SIDE, SOUTH), 12)
    for x in range(x1, x2 + 1):
        for y in range(y1, y2 + 1):
            tile = mapbox_vector_tile.decode(
                client.get(f"/tiles/districts/12/{x}/{y}.mvt").content
            )  # fmt: skip
            for each in tile.get("district_names", {}).get("features", []):
                named.append(each["properties"]["name_ko"])

    assert sorted(named) == sorted(f"{place}동" for place in range(ROWS * ROWS))


def test_a_corrected_outline_shows_at_once(city, client):
    before, _at = tile_at(client, 12, 127.05, 37.75)
    west = District.objects.get(code="4199051000")
    west.outline = f._box(f.WEST, f.SOUTH, 127.03, f.NORTH)
    west.save()

    after, _at = tile_at(client, 12, 127.05, 37.75)

    assert before != after


def test_outlines_of_another_day_can_be_asked_for(city, client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    District.objects.filter(code="4199051000").update(valid_to=tomorrow)

    today, _at = tile_at(client, 12, 127.02, 37.75)
    then, _at = tile_at(client, 12, 127.02, 37.75, on=tomorrow.isoformat())

    assert set(decoded(today)) == {"4199051000", "4199052000"}
    assert set(decoded(then)) == {"4199052000"}
    assert client.get("/tiles/districts/12/1/1.mvt?on=never").status_code == 404


def test_days_with_the_same_outlines_share_their_tiles(city, client, django_assert_num_queries):
    tile_at(client, 12, 127.02, 37.75)

    with django_assert_num_queries(2):  # only the version, for the ETag and for the tile
        for_1900, _at = tile_at(client, 12, 127.02, 37.75, on=date(1900, 1, 1).isoformat())

    assert decoded(for_1900)


def test_an_unchanged_tile_is_not_sent_again(city, client):
    x, y = tile_of(cell_of(127.05, 37.75), 12)
    address = f"/tiles/districts/12/{x}/{y}.mvt"
    first = client.get(address)

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "max-age" in first["Cache-Control"]


@pytest.mark.parametrize("spot", ["17/0/0", "3/8/0", "3/0/8", "0/0/1"])
def test_tiles_that_do_not_exist_are_not_found(city, client, spot):
    assert client.get(f"/tiles/districts/{spot}.mvt").status_code == 404


def test_a_tile_with_no_district_is_empty(city, client):
    assert client.get("/tiles/districts/12/0/0.mvt").content == b""


def test_holes_and_islands_are_drawn_the_right_way_round():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(20, 20, 80, 80))
    island = shapely.MultiPolygon([ring, shapely.box(40, 40, 60, 60)])

    areas = decoded(encode_areas("districts", [Area(7, island, {"code": "41"})]))

    assert shapely.equals(areas["41"], island)


corner = st.tuples(st.integers(-40, EXTENT + 40), st.integers(-40, EXTENT + 40))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(corner, corner), min_size=1, max_size=6), st.tuples(corner, corner))
def test_any_area_is_read_back_as_it_was_written(boxes, hole):
    """Whole numbers in, whole numbers out: several parts, with holes, beyond the tile's edge."""
    drawn = shapely.union_all([shapely.box(*one, *other) for one, other in boxes])
    drawn = drawn.difference(shapely.box(*hole[0], *hole[1]))
    parts = [part for part in shapely.get_parts(drawn) if part.area > 0]

    areas = decoded(
        encode_areas("districts", [Area(1, shapely.MultiPolygon(parts), {"code": "가"})])
    )

    assert (not areas and not parts) or shapely.equals(areas["가"], shapely.union_all(parts))


def test_what_is_too_small_for_the_grid_is_left_out():
    speck, line = shapely.box(0, 0, 0.2, 0.2), shapely.LineString([(0, 0), (9, 9)])
    holed = shapely.box(0, 0, 50, 50).difference(shapely.box(10, 10, 10.2, 10.2))

    areas = decoded(
        encode_areas(
            "districts",
            [
                Area(key, shapes, {"code": str(key)})
                for key, shapes in enumerate((speck, line, holed))
            ],
        )
    )

    assert list(areas) == ["2"]
    assert shapely.equals(areas["2"], shapely.box(0, 0, 50, 50))
