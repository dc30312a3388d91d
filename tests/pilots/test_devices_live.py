"""What everybody sees of sensors: the newest values, the last day, alerts marked as for reference."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from pilots.devices.panel import Sensor, polylines
from pilots.devices.receive import Reading, receive
from pilots.devices.roll_up import roll_up
from pilots.models import Pilot, Threshold
from tests import factories as f
from tests.pilots.sensors import make_device

ATOM, CAP = "{http://www.w3.org/2005/Atom}", "{urn:oasis:names:tc:emergency:cap:1.2}"


@pytest.fixture
def device(city):
    return make_device(f.make_pilot(stage="running"), lowest=0, highest=100, height=2.5)


def take(device, *pairs):
    now = timezone.now()
    readings = [
        Reading(n, (now - timedelta(minutes=ago)).isoformat(), value)
        for n, (ago, value) in enumerate(pairs)
    ]
    receive(device=device, readings=readings)
    roll_up()


def alert_at(device, value=70, is_public=True):
    Threshold.objects.create(
        measure=device.measure, side="above", limit=60, back_at=50, is_public=is_public,
        advice=words("우회하세요."),
    )  # fmt: skip
    take(device, (1, value))


def page(visitor, device, rest=""):
    return visitor.get(f"/pilots/{device.measure.pilot_id}/{rest}").text


def test_the_newest_value_and_the_last_day(device, visitor):
    take(device, (5, 42), (65, 40), (185, 38))

    text = page(visitor, device)

    assert "42초" in text
    assert "5분 전" in text
    assert "<polyline" in text
    assert "1시간은 값 없음" in text
    assert "높이 2.5m" in text


def test_an_hour_that_has_just_begun_is_no_gap(device):
    now = timezone.now()
    hours = [(now - timedelta(hours=ago), value) for ago, value in ((3, 38), (2, None), (1, 40))]

    assert Sensor(device, 40, now, "", [*hours, (now, None)], now).gaps == 1
    assert Sensor(device, 40, now, "", [*hours, (now, 41)], now).gaps == 1


def test_the_live_part_renews_itself(device, visitor):
    take(device, (5, 42))

    text = page(visitor, device, "live/")

    assert f'hx-get="/pilots/{device.measure.pilot_id}/live/"' in text
    assert "<html" not in text
    assert "42초" in text


def test_a_doubtful_value_says_so(device, visitor):
    take(device, (5, 400))

    assert "범위 벗어남" in page(visitor, device, "live/")


def test_without_sensors_nothing_is_said_of_them(city, visitor):
    pilot = f.make_pilot(stage="running")

    assert 'id="sensors"' not in visitor.get(f"/pilots/{pilot.pk}/").text


def test_a_public_alert_stands_on_the_page_marked_as_for_reference(device, visitor):
    alert_at(device)

    text = page(visitor, device)

    assert "기준 60초 초과" in text
    assert "참고용" in text
    assert "우회하세요." in text


def test_other_alerts_are_the_manager_s_own(device, visitor):
    alert_at(device, is_public=False)

    assert "기준 60초 초과" not in page(visitor, device)
    assert "<entry>" not in visitor.get("/feeds/alerts.atom").text


def test_the_feed_has_an_entry_with_the_fields_of_cap(device, visitor):
    alert_at(device)

    response = visitor.get("/feeds/alerts.atom")

    [entry] = ET.fromstring(response.content).findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "기준 60초 초과" in entry.find(f"{ATOM}title").text
    assert entry.find(f"{CAP}status").text == "Actual"
    assert entry.find(f"{CAP}msgType").text == "Alert"
    assert entry.find(f"{CAP}instruction").text == "우회하세요."
    assert entry.find(f"{CAP}circle").text == "37.75,127.02 0"
    first_id = entry.find(f"{ATOM}id").text

    take(device, (0, 40))
    [entry] = ET.fromstring(visitor.get("/feeds/alerts.atom").content).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == first_id
    assert entry.find(f"{CAP}msgType").text == "Update"


def test_the_feed_of_a_demonstration_says_so(device, visitor, city):
    city.is_demo = True
    city.save()
    alert_at(device)

    text = visitor.get("/feeds/alerts.atom").text

    assert "시연용" in text
    assert "<cap:status>Test</cap:status>" in text


def test_a_pilot_in_preparation_tells_nothing(device, visitor):
    alert_at(device)
    Pilot.objects.update(stage="draft")

    assert visitor.get(f"/pilots/{device.measure.pilot_id}/live/").status_code == 404
    assert "<entry>" not in visitor.get("/feeds/alerts.atom").text


def test_the_map_says_the_newest_good_value(device, visitor):
    take(device, (9, 42), (5, 400))

    [site] = visitor.get("/api/v1/pilots/sites.geojson").json()["features"]
    assert site["properties"]["latest"][0]["value"] == 42


def test_the_line_has_gaps_where_values_are_missing():
    assert len(polylines([1, 2, None, 3, 4])) == 2
    assert len(polylines([1, None, 3])) == 2  # single points are drawn as well
    assert polylines([None, 7, None]) == []
    assert polylines([5, 5, 5])


def test_the_panel_takes_constant_queries(device, visitor, django_assert_max_num_queries):
    pilot = device.measure.pilot
    for number in range(6):
        site = pilot.sites.create(name=words(f"지점 {number}"), lon=127.02, lat=37.75)
        take(make_device(pilot, site=site), (number + 1, number))

    with django_assert_max_num_queries(5):
        visitor.get(f"/pilots/{pilot.pk}/live/")
