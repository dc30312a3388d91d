"""Officers register sensors and limits; whoever counts by hand types the number in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from pilots.devices.registry import device_of
from pilots.models import Alert, Device, Measure, Observation, Partner, Threshold
from tests import factories as f
from tests.pilots.sensors import make_device, send, token_of


@pytest.fixture
def pilot(city):
    return f.make_pilot(stage="running")


@pytest.fixture
def desk(pilot, sign_in):
    return sign_in(pilot.manager)


@pytest.fixture
def counted(pilot):
    return Measure.objects.create(
        pilot=pilot, code="walkers", name=words("보행자"), unit=words("명"), direction="up",
        definition=words("15분 동안 지나간 사람"), source="count",
    )  # fmt: skip


def sensor_form(pilot, **changes):
    return {
        "measure": pilot.measures.first().pk, "site": pilot.sites.first().pk, "name": "동쪽 센서",
        "height": "2.5", "every_minutes": "10", "lowest": "0", "highest": "300",
    } | changes  # fmt: skip


def test_a_sensor_is_registered_and_its_token_is_shown_once(pilot, desk):
    desk.post(f"/desk/pilots/{pilot.pk}/devices/new/", sensor_form(pilot))
    device = Device.objects.get()

    page = desk.post(f"/desk/pilots/{pilot.pk}/devices/{device.pk}/token/")

    token = page.context["token"]
    assert token in page.text
    assert "no-store" in page["Cache-Control"]
    assert device_of(token) == device
    assert token not in desk.get(f"/desk/pilots/{pilot.pk}/devices/").text
    assert send(token, {"value": 7}).status_code == 201


def test_two_sensors_of_one_thing_at_one_place_are_refused_kindly(pilot, desk):
    make_device(pilot)

    page = desk.post(f"/desk/pilots/{pilot.pk}/devices/new/", sensor_form(pilot))

    assert page.status_code == 200
    assert "이미 있습니다" in page.text
    assert "동쪽 센서" in page.text  # what was typed is still there


@pytest.mark.parametrize(
    "wrong", [{"lowest": "9", "highest": "3"}, {"stuck_after": "1"}, {"height": "높음"},
              {"highest": "1e300"}, {"measure": "0"}, {"name": ""}],
)  # fmt: skip
def test_a_wrong_sensor_is_refused_kindly(pilot, desk, wrong):
    page = desk.post(f"/desk/pilots/{pilot.pk}/devices/new/", sensor_form(pilot) | wrong)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Device.objects.exists()


def test_a_sensor_is_calibrated_anew(pilot, desk):
    device = make_device(pilot)

    desk.post(f"/desk/pilots/{pilot.pk}/devices/{device.pk}/",
              {"name": "새 이름", "calibrated_on": "2026-10-01", "calibration_note": "기준기와 비교"})  # fmt: skip

    device.refresh_from_db()
    assert (device.name, str(device.calibrated_on)) == ("새 이름", "2026-10-01")


def test_a_token_is_taken_back_and_a_sensor_retired(pilot, desk):
    device = make_device(pilot)
    token = token_of(device)

    desk.post(f"/desk/pilots/{pilot.pk}/devices/{device.pk}/revoke/")
    assert send(token, {"value": 1}).status_code == 401

    desk.post(f"/desk/pilots/{pilot.pk}/devices/{device.pk}/retire/")
    assert not Device.objects.get().is_active
    assert desk.post(f"/desk/pilots/{pilot.pk}/devices/{device.pk}/token/").status_code == 404


def test_a_limit_is_set_and_lifted(pilot, desk):
    device = make_device(pilot)
    desk.post(f"/desk/pilots/{pilot.pk}/limits/new/",
              {"measure": device.measure_id, "side": "above", "limit": "60", "back_at": "50",
               "is_public": "on", "advice_0": "우회하세요."})  # fmt: skip
    limit = Threshold.objects.get()
    Alert.objects.create(threshold=limit, site=device.site, value=70, began_at=timezone.now())

    desk.post(f"/desk/pilots/{pilot.pk}/limits/{limit.pk}/off/")

    limit.refresh_from_db()
    assert not limit.is_active
    assert Alert.objects.get().ended_at


def test_an_alert_that_would_never_end_is_refused_kindly(pilot, desk):
    page = desk.post(f"/desk/pilots/{pilot.pk}/limits/new/",
                     {"measure": pilot.measures.first().pk, "side": "above", "limit": "60",
                      "back_at": "70"})  # fmt: skip

    assert page.status_code == 200
    assert "안전한 쪽" in page.text
    assert not Threshold.objects.exists()


@pytest.mark.parametrize("who", ["resident", "expert"])
def test_strangers_do_not_touch_sensors(pilot, sign_in, request, who):
    device = make_device(pilot)
    browser = sign_in(request.getfixturevalue(who))

    for address in ("", "new/", f"{device.pk}/", f"{device.pk}/token/", f"{device.pk}/revoke/"):
        for method in (browser.get, browser.post):
            response = method(f"/desk/pilots/{pilot.pk}/devices/{address}")
            assert response.status_code in (403, 405)


def test_sensors_of_another_pilot_are_not_reached(pilot, desk):
    other = make_device(f.make_pilot(stage="running"))

    assert desk.get(f"/desk/pilots/{pilot.pk}/devices/{other.pk}/").status_code == 404
    assert desk.post(f"/desk/pilots/{pilot.pk}/devices/{other.pk}/token/").status_code == 404


def test_the_list_takes_constant_queries(pilot, desk, django_assert_max_num_queries):
    for number in range(6):
        site = pilot.sites.create(name=words(f"지점 {number}"), lon=127.02, lat=37.75)
        send(token_of(make_device(pilot, site=site)), {"value": number})

    with django_assert_max_num_queries(20):
        desk.get(f"/desk/pilots/{pilot.pk}/devices/")


# ── counted by hand ──────────────────────────────────────────────────────────────────────────


def count_form(pilot, counted, **changes):
    at = timezone.localtime().replace(second=0, microsecond=0) - timedelta(hours=1)
    return {
        "measure": counted.pk, "site": pilot.sites.first().pk, "value": "31",
        "counted_at": at.strftime("%Y-%m-%dT%H:%M"),
    } | changes  # fmt: skip


def test_a_count_is_noted_and_corrected(pilot, counted, desk):
    desk.post(f"/desk/pilots/{pilot.pk}/count/", count_form(pilot, counted))
    desk.post(f"/desk/pilots/{pilot.pk}/count/", count_form(pilot, counted))
    page = desk.post(
        f"/desk/pilots/{pilot.pk}/count/", count_form(pilot, counted, value="33"), follow=True
    )

    row = Observation.objects.get()
    assert (row.value, row.by) == (33, pilot.manager)
    assert [old.value for old in row.versions.all()] == [31]
    assert "고치기 전" in page.text


def test_field_staff_may_count(pilot, counted, sign_in, resident):
    address = f"/desk/pilots/{pilot.pk}/count/"
    assert sign_in(resident).get(address).status_code == 403
    Partner.objects.create(
        pilot=pilot, name=words("현장 요원"), kind="residents", person=resident, duty="field"
    )

    sign_in(resident).post(address, count_form(pilot, counted))

    assert Observation.objects.get().by == resident


@pytest.mark.parametrize(
    "wrong", [{"value": "많음"}, {"value": "-1"}, {"value": ""}, {"value": "1e300"},
              {"counted_at": "2999-01-01T00:00"}, {"counted_at": "어제"}, {"measure": "0"},
              {"site": "999999"}],
)  # fmt: skip
def test_a_wrong_count_is_refused_kindly(pilot, counted, desk, wrong):
    page = desk.post(f"/desk/pilots/{pilot.pk}/count/", count_form(pilot, counted, **wrong))

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Observation.objects.exists()


def test_after_the_end_nothing_is_counted(pilot, counted, desk):
    pilot.stage = "concluded"
    pilot.save()

    page = desk.post(f"/desk/pilots/{pilot.pk}/count/", count_form(pilot, counted))

    assert page.context["form"].errors
    assert not Observation.objects.exists()
