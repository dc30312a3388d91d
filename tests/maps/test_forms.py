"""Choosing a place: a point wins, a district will do, and homes stay rough."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from city.words import words
from maps.forms import PlaceForm
from maps.locate import snap_to_grid
from maps.models import District, Place
from tests import factories as f

WEST_CODE, EAST_CODE = "4199051000", "4199052000"


def place(**data):
    form = PlaceForm(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data["place"]


def test_a_point_brings_its_district(city):
    found = place(lon="127.0712345678", lat="37.75", place_note=" 정류장 앞 ")

    assert found == {
        "lon": 127.0712346, "lat": 37.75, "place_note": "정류장 앞",
        "district": District.objects.get(code=EAST_CODE),
    }  # fmt: skip


def test_a_point_wins_over_the_district_from_the_list(city):
    assert place(lon="127.07", lat="37.75", district=WEST_CODE)["district"].code == EAST_CODE


def test_a_district_and_a_note_are_enough(city):
    found = place(district=WEST_CODE, place_note="시장 입구")

    assert found["district"].code == WEST_CODE
    assert found["lon"] is None
    assert f.ProposalFactory(**found).cell is None


def test_right_in_front_of_a_home_the_exact_point_is_not_handed_on(city):
    found = place(lon="127.0712345", lat="37.7512345", near_home="on")

    assert found["district"].code == EAST_CODE
    assert (found["lon"], found["lat"]) != (127.0712345, 37.7512345)
    assert abs(found["lat"] - 37.7512345) * 111_320 <= 100
    assert f.ProposalFactory(**found).lon == found["lon"]


def test_a_home_at_the_citys_border_keeps_only_its_district(city):
    city.home_grid_metres = 2_000
    city.save()
    found = place(lon="127.0001", lat="37.7001", near_home="on")

    if found["lon"] is None:
        assert found["district"].code == WEST_CODE
    else:  # the middle of the square happened to lie inside
        assert found["lon"] >= 127.0


def errors(**data):
    form = PlaceForm(data)
    with override("en"):
        assert not form.is_valid()
    return form.errors


def test_a_point_outside_the_city_is_refused_kindly(city):
    assert "outside Garam" in errors(lon="126.5", lat="37.5")["district"][0]


def test_without_any_place_the_form_says_what_to_do(city):
    with override("en"):
        assert "tap the map" in errors()["district"][0]


@pytest.mark.parametrize(
    "point", [("east", "37.7"), ("nan", "37.7"), ("127.0", ""), ("1e999", "1")]
)
def test_what_is_no_point_is_no_server_error(city, point):
    form = PlaceForm({"lon": point[0], "lat": point[1]})

    assert not form.is_valid()


def test_a_district_that_is_not_in_the_list_is_refused(city):
    assert "district" in errors(district="0000000000")


def test_a_form_may_leave_the_place_open(city):
    class Anywhere(PlaceForm):
        needs_place = False

    form = Anywhere({})

    assert form.is_valid()
    assert form.cleaned_data["place"]["district"] is None


def test_landmarks_to_search_for_leave_out_rivers(city):
    Place.objects.create(kind="station", name=words("가람역"), lon=127.04, lat=37.74)
    Place.objects.create(
        kind="river", name=words("가람천"), lon=127.05, lat=37.75,
        line={"type": "LineString", "coordinates": [[127.0, 37.7], [127.05, 37.75]]},
    )  # fmt: skip

    assert PlaceForm().landmarks() == [{"name": "가람역", "lon": 127.04, "lat": 37.74}]


@given(
    lon=st.floats(124, 132), lat=st.floats(33, 39.5), metres=st.sampled_from([50, 100, 200, 500])
)
def test_the_middle_of_a_homes_square_stays_where_it_is(lon, lat, metres):
    """The browser sends the middle already; snapping it again must not move it."""
    middle = snap_to_grid(lon, lat, metres)

    assert snap_to_grid(*middle, metres) == middle
