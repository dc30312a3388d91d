"""Lines and areas: what is drawn is kept, what is no shape is refused with one sentence."""

import json
import time

import pytest
import shapely
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from city.words import words
from maps.forms import ShapeForm
from maps.locate import PlaceOutside
from maps.models import District
from maps.shapes import MOST_CORNERS, ShapeRefused, middle_of, read_shape
from tests import factories as f

pytestmark = pytest.mark.django_db
the_city_stays = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)

SQUARE = [[127.01, 37.74], [127.02, 37.74], [127.02, 37.75], [127.01, 37.75], [127.01, 37.74]]
HOLE = [
    [127.012, 37.742],
    [127.012, 37.744],
    [127.014, 37.744],
    [127.014, 37.742],
    [127.012, 37.742],
]
LINE = [[127.01, 37.74], [127.03, 37.76]]


def area(*rings):
    return {"type": "Polygon", "coordinates": [list(ring) for ring in rings]}


def line(points):
    return {"type": "LineString", "coordinates": points}


def signed_area(ring):
    return shapely.LinearRing(ring).is_ccw


@pytest.mark.parametrize("wrap", [
    lambda geometry: geometry,
    lambda geometry: {"type": "Feature", "properties": {"name": "길"}, "geometry": geometry},
    lambda geometry: {"type": "FeatureCollection",
                      "features": [{"type": "Feature", "properties": None, "geometry": geometry}]},
])  # fmt: skip
def test_a_geometry_a_feature_and_a_collection_of_one_are_the_same(city, wrap):
    assert read_shape(json.dumps(wrap(line(LINE)))) == line(LINE)


def test_holes_are_kept_and_rings_put_right(city):
    found = read_shape(area(SQUARE[::-1], HOLE[::-1]))

    outer, hole = found["coordinates"]
    assert signed_area(outer)
    assert not signed_area(hole)
    assert shape(found).area == pytest.approx(0.01 * 0.01 - 0.002 * 0.002)


def test_heights_go_and_seven_decimals_stay(city):
    found = read_shape(line([[127.01234567891, 37.74, 58.2], [127.03, 37.76123456789, 60]]))

    assert found["coordinates"] == [[127.0123457, 37.74], [127.03, 37.7612346]]


def test_several_parts_stay_several(city):
    parts = {"type": "MultiLineString", "coordinates": [LINE, [[127.05, 37.74], [127.06, 37.74]]]}

    assert read_shape(parts)["type"] == "MultiLineString"


@pytest.mark.parametrize(("given_shape", "said"), [
    ("not json", "cannot be read"),
    ("[]", "cannot be read"),
    ("null", "cannot be read"),
    ('"Polygon"', "cannot be read"),
    ("{}", "cannot be read"),
    ("[" * 100_000, "cannot be read"),
    ('{"type": "Polygon"}', "cannot be read"),
    ('{"type": "Polygon", "coordinates": 7}', "cannot be read"),
    ('{"type": "Polygon", "coordinates": {"0": 1}}', "cannot be read"),
    ('{"type": "Feature", "geometry": null}', "cannot be read"),
    ('{"type": "FeatureCollection", "features": []}', "cannot be read"),
    (line([["a", "b"], ["c", "d"]]), "cannot be read"),
    (line([[127.01, 37.74], [127.02]]), "cannot be read"),
    (area(SQUARE[:2]), "cannot be read"),
    ({"type": "Topology", "objects": {}, "arcs": []}, "cannot be read"),
    ({"type": "MultiPoint", "coordinates": LINE}, "one point, one line or one area"),
    ({"type": "Polygon", "coordinates": []}, "one point, one line or one area"),
    ({"type": "Polygon", "coordinates": [[]]}, "one point, one line or one area"),
    (line([LINE[0], LINE[0]]), "no length"),
    (area([LINE[0]] * 4), "empty"),
    (area([LINE[0], LINE[1], LINE[0], LINE[0]]), "empty"),
    (area([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "crosses itself"),
    (area(SQUARE, [[lon + 0.02, lat] for lon, lat in HOLE]), "crosses itself"),
])  # fmt: skip
def test_what_is_no_shape_is_refused_with_one_sentence(city, given_shape, said):
    with override("en"), pytest.raises(ShapeRefused, match=said):
        read_shape(given_shape)


@pytest.mark.parametrize(("points", "said"), [
    ([[37.74, 127.01], [37.75, 127.02]], "swapped"),
    ([[126.97, 37.56], [126.98, 37.57]], "outside"),
    ([[127.01, 37.74], [126.5, 37.74]], "outside"),
    ([[14_140_000.0, 4_540_000.0], [14_140_100.0, 4_540_000.0]], "outside"),
    ([[127.01, 37.74], [float("nan"), 37.75]], "two numbers"),
])  # fmt: skip
def test_a_shape_elsewhere_is_refused_with_one_sentence(city, points, said):
    with override("en"), pytest.raises(PlaceOutside, match=said):
        read_shape(json.dumps(line(points)))


def test_a_line_that_leaves_the_city_between_its_corners_is_refused(city):
    """가람시 with a bite taken out of it: both corners inside, the way between them outside."""
    west = District.objects.get(code="4199051000")
    west.outline = {"type": "MultiPolygon", "coordinates": [
        [[[127.0, 37.7], [127.01, 37.7], [127.01, 37.8], [127.0, 37.8], [127.0, 37.7]]],
        [[[127.04, 37.7], [127.05, 37.7], [127.05, 37.8], [127.04, 37.8], [127.04, 37.7]]],
    ]}  # fmt: skip
    west.save()

    with pytest.raises(PlaceOutside):
        read_shape(line([[127.005, 37.75], [127.045, 37.75]]))


def test_a_line_along_the_citys_border_may_stray_a_few_metres(city):
    edge = District.objects.get(code="4199051000").west

    assert read_shape(line([[edge - 0.0002, 37.74], [edge - 0.0002, 37.75]]))


def test_more_corners_than_anybody_draws_are_refused_before_the_heavy_work(city):
    ring = [[127.01 + n * 1e-9, 37.74 + n % 2 * 1e-3] for n in range(200_000)]
    started = time.process_time()

    with override("en"), pytest.raises(ShapeRefused, match="2,000 corners"):
        read_shape(area([*ring, ring[0]]))

    assert time.process_time() - started < 0.2


def test_two_thousand_corners_that_cross_everywhere_are_refused_quickly(city):
    ring = [[127.01 + n * 7919 % 997 * 1e-5, 37.74 + n * 104_729 % 991 * 1e-5]
            for n in range(MOST_CORNERS - 1)]  # fmt: skip
    started = time.process_time()

    with pytest.raises(ShapeRefused):
        read_shape(area([*ring, ring[0]]))

    assert time.process_time() - started < 2


def shape_or_sentence(pasted):
    try:
        return read_shape(pasted)
    except (ShapeRefused, PlaceOutside) as refusal:
        return str(refusal)


NUMBERS = (
    st.floats() | st.integers() | st.sampled_from([127.01, 127.02, 127.03, 37.74, 37.75, 37.76])
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)  # fmt: skip
TYPES = st.sampled_from(["Point", "LineString", "Polygon", "MultiLineString", "MultiPolygon",
                         "GeometryCollection", "Feature", "FeatureCollection", "Sphere"])  # fmt: skip


@the_city_stays
@given(st.fixed_dictionaries({"type": TYPES, "coordinates": ANYTHING, "features": ANYTHING}))
def test_whatever_is_pasted_there_is_a_shape_or_a_sentence(city, pasted):
    found = shape_or_sentence(json.dumps(pasted))

    assert found
    assert isinstance(found, str) or found["type"] == pasted["type"]


CORNER = st.tuples(st.floats(127.001, 127.099), st.floats(37.701, 37.799)).map(list)


@the_city_stays
@given(st.lists(CORNER, min_size=3, max_size=12))
def test_any_area_drawn_in_the_city_is_kept_whole_or_refused(city, corners):
    found = shape_or_sentence(area([*corners, corners[0]]))
    if isinstance(found, str):
        assert found
        return
    drawn = shape(found)
    assert drawn.exterior.is_ccw
    assert drawn.area == pytest.approx(shapely.Polygon(corners).area, abs=1e-6)
    lon, lat = middle_of(found)
    assert shapely.Point(lon, lat).within(drawn.buffer(1e-6))


def form(**data):
    return ShapeForm(data)


def test_a_drawn_area_wins_over_a_point_and_brings_its_district(city):
    drawn = form(shape=json.dumps(area(SQUARE)), lon="127.08", lat="37.75", place_note="공원")

    assert drawn.is_valid(), drawn.errors
    place = drawn.cleaned_data["place"]
    assert place["shape"]["type"] == "Polygon"
    assert 127.01 < place["lon"] < 127.02
    assert str(place["district"]) == "서편동"
    assert place["place_note"] == "공원"


def test_a_pasted_point_is_only_a_pin(city):
    pasted = form(shape='{"type": "Point", "coordinates": [127.08, 37.75]}')

    assert pasted.is_valid(), pasted.errors
    place = pasted.cleaned_data["place"]
    assert (place["shape"], place["lon"], str(place["district"])) == (None, 127.08, "동편동")


def test_a_refused_shape_says_one_sentence_and_keeps_what_was_pasted(city):
    refused = form(shape="{")

    assert not refused.is_valid()
    assert list(refused.errors) == ["shape"]
    assert refused["shape"].value() == "{"


def test_without_a_shape_the_form_is_one_for_a_point_or_a_district(city):
    assert form(lon="127.08", lat="37.75").is_valid()
    assert form(district="4199051000").is_valid()
    assert not form().is_valid()


def test_a_stored_shape_is_shown_as_the_text_that_it_was(city):
    kept = read_shape(line(LINE))

    assert json.loads(ShapeForm(initial={"shape": kept})["shape"].value()) == kept


def test_a_site_at_a_city_without_outlines_may_be_drawn_anywhere(db):
    f.make_city(name=words("새시"))
    District.objects.all().delete()

    assert read_shape(line(LINE))
