"""Landmarks come from simple files; a bad row is named and the rest is loaded."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from maps.landmarks import load_places
from maps.models import Place

CSV = """name,name_en,kind,lon,lat,road_address
가람역,Garam station,station,127.04,37.74,가람로 1
가람초등학교,,school,127.03,37.75,
"""


def write(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_places_come_from_a_spreadsheet(db, tmp_path, encoding):
    loaded = load_places(path=write(tmp_path, "places.csv", CSV, encoding))

    assert (loaded.added, loaded.refused) == (2, [])
    station = Place.objects.get(kind="station")
    assert (station.name["ko"], station.name["en"]) == ("가람역", "Garam station")
    assert (station.lon, station.lat, station.road_address) == (127.04, 37.74, "가람로 1")


def test_loading_again_updates_in_place(db, tmp_path):
    load_places(path=write(tmp_path, "places.csv", CSV))

    loaded = load_places(path=write(tmp_path, "places.csv", CSV.replace("127.04", "127.05")))

    assert (loaded.added, loaded.updated) == (0, 2)
    assert Place.objects.get(kind="station").lon == 127.05


def test_a_river_is_a_line_and_is_labelled_half_way(db, tmp_path):
    line = [[127.0, 37.7], [127.05, 37.75], [127.1, 37.8]]
    feature = {
        "type": "Feature",
        "properties": {"name": "가람천", "kind": "river"},
        "geometry": {"type": "LineString", "coordinates": line},
    }

    load_places(path=write(tmp_path, "rivers.geojson", json.dumps(feature)))

    river = Place.objects.get()
    assert river.line == {"type": "LineString", "coordinates": line}
    assert (river.lon, river.lat) == (127.05, 37.75)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",,school,127.03,37.75,", "no name"),
        ("가람성,,castle,127.03,37.75,", "castle"),
        ("가람중학교,,school,37.75,127.03,", "swapped"),
        ("가람중학교,,school,east,37.75,", "two numbers"),
        ("가람중학교,,school,,37.75,", "two numbers"),
        ("가람중학교,,school,2.35,48.85,", "outside Korea"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_loaded(db, tmp_path, row, why):
    with override("en"):
        loaded = load_places(path=write(tmp_path, "places.csv", f"{CSV}{row}\n"))

    assert loaded.added == 2
    [(number, sentence)] = loaded.refused
    assert number == 3
    assert why in sentence


def test_what_is_no_list_is_refused(db, tmp_path):
    with override("en"), pytest.raises(CommandError, match="cannot be read"):
        call_command("load_places", write(tmp_path, "places.json", "가람역"))
