"""Districts and places are open to every program."""

from datetime import date

import pytest
from shapely.geometry import shape

from city.words import words
from maps.geojson import districts
from maps.models import District, Place, Population
from tests import factories as f


@pytest.fixture
def places(city):
    Place.objects.create(
        kind="station", name=words("가람역", "Garam station"), lon=127.04, lat=37.74
    )
    Place.objects.create(
        kind="river", name=words("가람천"), lon=127.05, lat=37.75,
        line={"type": "LineString", "coordinates": [[127.0, 37.7], [127.05, 37.75]]},
    )  # fmt: skip


def test_districts_are_listed_with_their_latest_population(visitor):
    west = District.objects.get(code="4199051000")
    for year, persons in ((2024, 900), (2025, 1000)):
        Population.objects.create(district=west, as_of=date(year, 1, 1), persons=persons)
    Population.objects.create(district=west, as_of=date(2025, 1, 1), persons=480, sex="m")

    first, second = visitor.get("/api/v1/districts/").json()

    assert first["code"] == "4199051000"
    assert first["name"] == {"ko": "서편동", "en": "Seopyeon-dong"}
    assert first["population"] == 1000
    assert first["bbox"] == [127.0, 37.7, 127.05, 37.8]
    assert second["population"] is None
    assert "outline" not in first


def test_the_list_of_districts_costs_two_queries(visitor, django_assert_num_queries):
    with django_assert_num_queries(2):
        visitor.get("/api/v1/districts/")


def test_districts_of_another_day_can_be_asked_for(visitor):
    District.objects.filter(code="4199051000").update(valid_to=date(2024, 1, 1))

    today = visitor.get("/api/v1/districts/").json()
    before = visitor.get("/api/v1/districts/?on=2023-12-31").json()

    assert [len(today), len(before)] == [1, 2]


@pytest.mark.parametrize("path", ["districts/?on=yesterday", "places/?kind=castle"])
def test_what_cannot_be_asked_is_a_problem_document(visitor, path):
    response = visitor.get(f"/api/v1/{path}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_outlines_are_geojson_that_anybody_may_keep(visitor):
    response = visitor.get("/api/v1/districts.geojson")

    west, _east = response.json()["features"]
    assert response["Content-Type"] == "application/geo+json"
    assert response["Cache-Control"] == "public, max-age=600"
    assert west["id"] == "4199051000"
    assert west["properties"]["name_ko"] == "서편동"
    assert shape(west["geometry"]).exterior.is_ccw
    assert "crs" not in response.json()


def test_a_simplified_map_leaves_no_gap_between_neighbours(city):
    wavy = [[127.05 + (n % 7) * 0.0002, 37.7 + n / 1000] for n in range(1, 100)]
    south, north = [127.05, f.SOUTH], [127.05, f.NORTH]
    border = [south, *wavy, north]
    west, east = District.objects.order_by("code")
    west.outline = polygon([[f.WEST, f.SOUTH], *border, [f.WEST, f.NORTH]])
    east.outline = polygon([[f.EAST, f.NORTH], *reversed(border), [f.EAST, f.SOUTH]])
    west.save()
    east.save()

    light = [shape(each["geometry"]) for each in districts(date(2026, 1, 1))["features"]]

    assert sum(len(each.exterior.coords) for each in light) < len(border)
    assert light[0].union(light[1]).area == pytest.approx(light[0].area + light[1].area)
    assert light[0].union(light[1]).geom_type == "Polygon"


def polygon(ring):
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def test_places_are_found_by_either_name_and_by_kind(places, visitor):
    assert [row["kind"] for row in visitor.get("/api/v1/places/?q=garam").json()] == ["station"]
    assert [row["kind"] for row in visitor.get("/api/v1/places/?q=가람").json()] == [
        "river", "station",
    ]  # fmt: skip
    assert len(visitor.get("/api/v1/places/?kind=river").json()) == 1


def test_rivers_are_lines_and_stations_points(places, visitor):
    river, station = visitor.get("/api/v1/places.geojson").json()["features"]

    assert river["geometry"]["type"] == "LineString"
    assert station["geometry"] == {"type": "Point", "coordinates": [127.04, 37.74]}
