"""Any Korean city can be the demonstration city: outlines and people come from a package."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override

from livinglab import demo
from maps.korea import CityUnknown, districts_of_city, find_area
from maps.landmarks import add_places
from maps.locate import districts_of
from maps.models import District, Place, Population

NAMES = [
    "경기도 의정부시 의정부2동", "경기도 수원시 장안구 파장동", "경기도 수원시 팔달구 인계동",
    "경기도 광주시 송정동", "광주광역시 동구 충장동", "서울특별시 중구 명동", "대구광역시 중구 동인동",
    "세종특별자치시 세종시 조치원읍",
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("의정부시", "경기도 의정부시"),
        ("의정부", "경기도 의정부시"),
        ("수원시", "경기도 수원시"),
        ("수원 장안", "경기도 수원시 장안구"),
        ("장안구", "경기도 수원시 장안구"),
        ("광주시", "경기도 광주시"),
        ("서울 중구", "서울특별시 중구"),
        ("서울", "서울특별시"),
        ("세종", "세종특별자치시"),
        ("세종시", "세종특별자치시 세종시"),
    ],
)
def test_people_write_a_citys_name_as_they_say_it(asked, found):
    assert find_area(asked, [*NAMES]) == found


def test_a_name_that_several_cities_share_lists_them():
    with override("en"), pytest.raises(CityUnknown, match="대구광역시 중구, 서울특별시 중구"):
        find_area("중구", NAMES)


@pytest.mark.parametrize("asked", ["아무개시", "", "의정부2동"])
def test_a_name_that_no_city_has_is_refused(asked):
    with override("en"), pytest.raises(CityUnknown, match="no Korean city"):
        find_area(asked, NAMES)


@pytest.fixture
def uijeongbu(db):
    return districts_of_city(name="의정부시")


def test_uijeongbu_has_fourteen_districts_and_its_people(uijeongbu):
    assert uijeongbu.name == {"ko": "의정부시", "en": "Uijeongbu"}
    assert len(uijeongbu.districts) == District.objects.count() == 14
    assert 440_000 < uijeongbu.population < 470_000
    district = District.objects.get(name__ko="의정부2동")
    assert district.name["en"] == "Uijeongbu 2-dong"
    assert district.source == "행정구역: 통계청 2020"
    total, men, women = (
        district.populations.get(sex=sex).persons for sex in ("", "m", "f")
    )  # fmt: skip
    assert total == men + women


def test_building_a_city_twice_changes_nothing(uijeongbu):
    before = Population.objects.count()

    districts_of_city(name="의정부")

    assert District.objects.count() == 14
    assert Population.objects.count() == before


@pytest.mark.django_db
def test_a_city_with_too_few_foreigners_to_count_is_built_as_well():
    found = districts_of_city(name="성남시")

    assert len(found.districts) == 50
    assert 900_000 < found.population < 1_000_000


def test_the_landmarks_of_the_demonstration_lie_in_uijeongbu(uijeongbu):
    file = Path(demo.__file__).with_name("places_uijeongbu.json")

    loaded = add_places(json.loads(file.read_text("utf-8")))

    assert loaded.refused == []
    assert loaded.added >= 80
    spots = [
        point
        for place in Place.objects.all()
        for point in (place.line["coordinates"] if place.line else [[place.lon, place.lat]])
    ]
    assert all(districts_of(*zip(*spots, strict=True)))
    assert all(place.name.get("en") for place in Place.objects.all())
