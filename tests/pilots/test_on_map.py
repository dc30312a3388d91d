"""Where pilots happen, on the map and as a list: for everybody, and nothing that is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from pilots.models import Measure, Observation, Site
from tests import factories as f

NOW = timezone.now().replace(microsecond=0)
AREA = {
    "type": "Polygon",
    "coordinates": [[[127.01, 37.74], [127.03, 37.74], [127.03, 37.76], [127.01, 37.74]]],
}


def features(visitor):
    response = visitor.get("/api/v1/pilots/sites.geojson")
    assert response["Content-Type"] == "application/geo+json"
    return response.json()["features"]


def observe(pilot, value, ago=timedelta(), **fields):
    return Observation.objects.create(
        measure=fields.pop("measure", pilot.measures.first()),
        site=fields.pop("site", pilot.sites.first()),
        at=NOW - ago, value=value,
    )  # fmt: skip


@pytest.fixture
def pilot(city):
    return f.make_pilot(stage="running")


def test_a_pilot_in_preparation_is_on_no_map(city, visitor, sign_in, manager):
    draft = f.make_pilot(stage="draft", title=words("준비하는 실증"))
    observe(draft, 12)

    assert features(visitor) == []
    assert features(sign_in(manager)) == []  # a public address says the same to everybody
    assert "준비하는 실증" not in visitor.get("/pilots/sites/").text


def test_each_site_says_what_is_tested_there_in_both_languages(pilot, visitor):
    [site] = features(visitor)

    said = site["properties"]
    assert site["geometry"] == {"type": "Point", "coordinates": [127.02, 37.75]}
    assert (said["name_ko"], said["name_en"]) == ("가람초등학교 앞", "Garam School")
    assert (said["pilot_ko"], said["pilot_en"]) == (
        "횡단보도 보행 신호 연장", "Longer green light for walkers",
    )  # fmt: skip
    assert (said["stage"], said["arm"]) == ("running", "test")
    assert visitor.get(said["url"]).status_code == 200


def test_areas_are_drawn_whole_and_have_a_mark(pilot, visitor):
    Site.objects.create(
        pilot=pilot, name=words("공원"), shape=AREA, lon=127.02, lat=37.745, arm="comparison"
    )

    [_point, area] = features(visitor)

    assert area["geometry"] == AREA
    assert area["bbox"] == [127.01, 37.74, 127.03, 37.76]
    assert (area["properties"]["lon"], area["properties"]["arm"]) == (127.02, "comparison")


def test_a_site_known_by_its_district_is_listed_without_a_mark(pilot, visitor, city):
    district = pilot.sites.get().district
    Site.objects.create(pilot=pilot, name=words("동네 어딘가"), district=district)

    site = features(visitor)[-1]

    assert site["geometry"] is None
    assert "bbox" not in site
    assert "동네 어딘가" in visitor.get("/pilots/sites/").text


def test_the_latest_value_counts_and_none_from_the_future(pilot, visitor):
    observe(pilot, 30, ago=timedelta(days=2))
    observe(pilot, 22.5, ago=timedelta(days=1))
    observe(pilot, 99, ago=-timedelta(days=400))  # a slip of the year

    [latest] = features(visitor)[0]["properties"]["latest"]

    assert latest["value"] == 22.5
    assert latest["at"] == timezone.localtime(NOW - timedelta(days=1)).isoformat()
    assert (latest["name_ko"], latest["unit_ko"], latest["unit_en"]) == ("대기 시간", "초", "s")


def test_each_site_has_its_own_values_and_the_primary_measure_first(pilot, visitor):
    other = Site.objects.create(pilot=pilot, name=words("둘째"), lon=127.03, lat=37.75)
    dust = Measure.objects.create(
        pilot=pilot, code="dust", name=words("먼지", "Dust"), unit=words("㎍/㎥"),
        direction="down", definition=words("시간 평균"),
    )  # fmt: skip
    observe(pilot, 7, measure=dust)
    observe(pilot, 30)
    observe(pilot, 41, site=other)

    first, second = features(visitor)

    assert [each["value"] for each in first["properties"]["latest"]] == [30, 7]
    assert [each["value"] for each in second["properties"]["latest"]] == [41]


@pytest.mark.parametrize("source", ["diary", "survey"])
def test_what_people_answered_is_never_a_latest_value(pilot, visitor, instrument, source):
    _survey, question, *_waves = instrument(pilot)
    observe(pilot, 4)
    pilot.measures.update(source=source, question=question)

    assert features(visitor)[0]["properties"]["latest"] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", ["가람초등학교 앞", "대기 시간", "22.5초"]), ("en", ["Garam School", "22.5 s"])],
)
def test_the_list_says_it_in_the_readers_language(pilot, visitor, language, said):
    observe(pilot, 22.5)

    page = visitor.get(f"/pilots/sites/?lang={language}").text

    assert all(words in page for words in said)
    assert f'href="/pilots/{pilot.pk}/"' in page


def test_many_sites_cost_no_more_questions_than_one(visitor, city, django_assert_num_queries):
    for _each in range(4):
        observe(f.make_pilot(stage="running"), 1)
    visitor.get("/api/v1/pilots/sites.geojson")

    with django_assert_num_queries(2):
        assert len(features(visitor)) == 4


def test_maps_on_other_pages_may_show_the_sites(pilot, visitor):
    response = visitor.get("/api/v1/pilots/sites.geojson")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_where_nothing_is_tested_the_list_says_so(city, visitor):
    assert "There is no such pilot" in visitor.get("/pilots/sites/?lang=en").text
