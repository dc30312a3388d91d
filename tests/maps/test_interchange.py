"""The map leaves the portal: as a style for QGIS and other pages, and as GeoJSON of any filter."""

import json
import re
import tracemalloc
from urllib.parse import urlsplit

import mapbox_vector_tile
import pytest
from django.urls import reverse

from maps.cells import cell_of, tile_of
from maps.models import District
from proposals.api import ROWS_AT_ONCE
from proposals.models import Proposal
from tests import factories as f

GEOJSON = "/api/v1/proposals.geojson"


def propose_many(count, **fields):
    author, category = f.UserFactory(), f.category()
    Proposal.objects.bulk_create(
        f.ProposalFactory.build(
            author=author, category=category, lon=127.0 + place % 100 / 1001, lat=37.75, **fields
        )
        for place in range(count)
    )


@pytest.fixture
def style(visitor):
    return lambda **query: visitor.get("/map/style.json", query).json()


# ── The style ────────────────────────────────────────────────────────────────────────────────


def test_every_address_in_the_style_is_whole_and_answers(style, visitor):
    f.ProposalFactory(lon=127.08, lat=37.75, status="accepted")
    x, y = tile_of(cell_of(127.08, 37.75), 14)
    decoded = {}

    for name, source in style()["sources"].items():
        (address,) = source["tiles"]
        assert address.startswith("http://testserver/tiles/")
        answer = visitor.get(address.format(z=14, x=x, y=y))
        decoded[name] = mapbox_vector_tile.decode(answer.content)

    assert decoded["districts"]["districts"]["features"][0]["properties"]["code"] == "4199052000"
    assert decoded["proposals"]["proposals"]["features"][0]["properties"]["state"] == "accepted"


def test_every_layer_draws_from_a_source_that_is_there(style, visitor):
    found = style()

    drawn = {layer.get("source") for layer in found["layers"]} - {None}
    assert drawn == set(found["sources"])
    assert len({layer["id"] for layer in found["layers"]}) == len(found["layers"])
    for text in re.findall(r'https?://[^"]*', json.dumps(found)):
        assert urlsplit(text).hostname == "testserver"  # no glyphs, no sprite, nobody else


def test_the_style_names_its_sources_and_where_it_lies(style):
    District.objects.update(source="행정구역: 통계청 2020")

    korean, english = style(), style(lang="en")

    assert korean["name"] == "가람시 제안"
    assert korean["sources"]["districts"]["attribution"] == "행정구역: 통계청 2020"
    assert english["sources"]["districts"]["attribution"] == "Districts: Statistics Korea 2020"
    assert english["sources"]["proposals"]["bounds"] == [f.WEST, f.SOUTH, f.EAST, f.NORTH]
    names = next(layer for layer in english["layers"] if layer["id"] == "district-names")
    assert names["layout"]["text-field"] == ["get", "name_en"]


def test_filters_go_along(style):
    found = style(status="accepted", rev="7", lang="en")

    assert found["sources"]["proposals"]["tiles"] == [
        "http://testserver/tiles/proposals/{z}/{x}/{y}.mvt?status=accepted"
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/map/style.json", "/tiles/districts/3/0/0.mvt", "/tiles/proposals/3/0/0.mvt",
        "/tiles/proposals/now.json", GEOJSON, "/api/v1/districts.geojson",
    ],
)  # fmt: skip
def test_other_pages_may_ask(visitor, address):
    answer = visitor.get(address, headers={"Origin": "https://map.example"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_other_pages_may_not_ask_for_what_is_personal(sign_in, resident):
    for address in (reverse("me"), reverse("map")):
        answer = sign_in(resident).get(address, headers={"Origin": "https://map.example"})
        assert not answer.has_header("Access-Control-Allow-Origin")


# ── GeoJSON ──────────────────────────────────────────────────────────────────────────────────


def test_geojson_comes_in_pieces(visitor):
    propose_many(2 * ROWS_AT_ONCE + 1)

    answer = visitor.get(GEOJSON)
    pieces = [piece.decode() for piece in answer.streaming_content]

    assert answer.streaming
    assert [piece.count('"Feature"') for piece in pieces] == [
        0, ROWS_AT_ONCE, ROWS_AT_ONCE, 1, 0
    ]  # fmt: skip
    assert len(json.loads("".join(pieces))["features"]) == 2 * ROWS_AT_ONCE + 1


def test_memory_does_not_grow_with_the_number_of_proposals(visitor):
    propose_many(ROWS_AT_ONCE)
    few = _peak(visitor)
    propose_many(4 * ROWS_AT_ONCE)

    assert _peak(visitor) < 1.5 * few


def _peak(visitor):
    answer = visitor.get(GEOJSON)
    tracemalloc.start()
    for _piece in answer.streaming_content:
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    "filters",
    [
        {"status": "accepted"},
        {"district": "4199051000", "category": "walking"},
        {"bbox": "127.0,37.7,127.05,37.8", "status": "in_review", "q": "보도블록"},
    ],
)
def test_the_file_holds_what_the_list_shows(visitor, filters):
    for status in ("received", "in_review", "accepted"):
        for lon in (127.02, 127.04, 127.08):
            f.ProposalFactory(status=status, lon=lon)

    listed = visitor.get("/api/v1/proposals/", filters).json()["results"]
    answer = json.loads(b"".join(visitor.get(GEOJSON, filters).streaming_content))

    assert listed
    assert {each["id"] for each in answer["features"]} == {each["id"] for each in listed}


def test_the_file_is_geojson_as_the_standard_wants_it(visitor):
    proposal = f.ProposalFactory(lon=127.02, lat=37.75, title='“</script>” "\\ 🙂')

    answer = visitor.get(GEOJSON)
    found = json.loads(b"".join(answer.streaming_content))

    assert answer["Content-Type"] == "application/geo+json"
    assert set(found) == {"type", "features"}  # no crs: degrees, longitude first
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [127.02, 37.75]}
    assert feature["properties"]["title"] == proposal.title
