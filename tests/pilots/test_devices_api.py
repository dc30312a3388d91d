"""What sensors send: kept once, corrected with the old value kept, and each bad value named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pilots.devices.door import MAX_BYTES
from pilots.devices.registry import new_token, revoke_token, take_out_of_use
from pilots.models import Device, Observation, ObservationVersion, Touched
from tests.pilots.sensors import make_device, send, token_of

NOON = datetime(2026, 10, 20, 3, tzinfo=UTC)


@pytest.fixture
def device(city):
    return make_device(lowest=0, highest=100)


@pytest.fixture
def token(device):
    return token_of(device)


def values(count, start=NOON, first=1.0):
    return [
        {"at": (start + timedelta(minutes=n)).isoformat(), "value": first + n % 50}
        for n in range(count)
    ]


def kept():
    return list(Observation.objects.order_by("at").values_list("value", flat=True))


def test_a_sensor_sends_a_few_values(device, token):
    response = send(token, {"values": values(3)})

    assert response.status_code == 201
    assert response.json() == {
        "new": 3, "corrected": 0, "unchanged": 0, "gaps": 0, "refused": [],
    }  # fmt: skip
    assert kept() == [1, 2, 3]
    assert set(Observation.objects.values_list("device", "site", "measure")) == {
        (device.pk, device.site_id, device.measure_id)
    }
    device.refresh_from_db()
    assert device.seen_at is not None


def test_one_value_may_come_alone_and_without_a_time(device, token):
    before = timezone.now()

    assert send(token, {"value": 12.5}).status_code == 201

    assert before <= Observation.objects.get().at <= timezone.now()


def test_in_a_batch_a_value_without_a_time_is_named(device, token):
    """It would be another value each time the batch is sent again."""
    at = timezone.now().isoformat()

    answer = send(token, [{"at": at, "value": 12.5}, {"value": 13}])

    assert [each["index"] for each in answer.json()["refused"]] == [1]
    assert Observation.objects.count() == 1


def test_csv_is_taken_as_well(device, token):
    response = send(
        token, "측정일시,측정값\n2026-11-20 12:00,7\n2026-11-20 12:10,\n2026-11-20 12:20,칠\n",
        content_type="text/csv",
    )  # fmt: skip

    assert response.json()["new"] == response.json()["gaps"] == 1
    assert [each["index"] for each in response.json()["refused"]] == [4]
    assert kept() == [7]


def test_sent_again_it_changes_nothing(device, token):
    send(token, {"values": values(5)})
    before = list(Observation.objects.values())
    Touched.objects.all().delete()

    response = send(token, {"values": values(5)})

    assert response.status_code == 200
    assert (response.json()["new"], response.json()["unchanged"]) == (0, 5)
    assert list(Observation.objects.values()) == before
    assert not Touched.objects.exists()
    assert not ObservationVersion.objects.exists()


def test_a_corrected_value_replaces_the_old_one_which_is_kept(device, token):
    send(token, {"values": values(1)})

    response = send(token, {"values": values(1, first=9.0)})

    assert response.json()["corrected"] == 1
    assert kept() == [9]
    old = ObservationVersion.objects.get()
    assert (old.value, old.device, old.observation.value) == (1, device, 9)


def test_late_values_are_welcome(device, token):
    send(token, {"values": values(2)})

    assert send(token, {"values": values(2, NOON - timedelta(days=30))}).status_code == 201

    assert Observation.objects.count() == 4


def test_of_ten_thousand_values_seven_bad_ones_are_named_and_the_rest_is_kept(device, token):
    batch = values(10_000)
    bad = {
        3: {"at": "어제", "value": 1}, 40: {"at": batch[40]["at"], "value": "많음"},
        500: {"at": (timezone.now() + timedelta(days=365)).isoformat(), "value": 1}, 6000: {"at": batch[6000]["at"]},
        7000: 7, 8000: {"at": batch[8000]["at"], "value": True},
        9999: {"at": batch[9998]["at"], "value": 1e300},
    }  # fmt: skip
    for index, row in bad.items():
        batch[index] = row

    response = send(token, {"values": batch})

    assert response.json()["new"] == 9_993
    assert [each["index"] for each in response.json()["refused"]] == list(bad)
    reasons = [each["reason"] for each in response.json()["refused"]]
    assert all(reasons)
    assert "어제" in reasons[0]
    assert "많음" in reasons[1]
    assert Observation.objects.count() == 9_993


def test_what_is_missing_stays_missing(device, token):
    response = send(token, {"values": [{"at": NOON.isoformat(), "value": None}, *values(1)]})

    assert response.json()["gaps"] == 1
    assert kept() == [1]


def test_an_observation_from_next_year_is_refused(device, token):
    later = timezone.now() + timedelta(days=365)

    response = send(token, {"at": later.isoformat(), "value": 1})

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"] == "#/values/0"
    assert "아직 오지" in response.json()["errors"][0]["detail"]
    assert not Observation.objects.exists()


def test_a_value_out_of_range_is_kept_and_counts_nowhere(device, token):
    send(token, {"at": NOON.isoformat(), "value": 250})

    assert Observation.objects.get().flag == "range"
    assert not Observation.objects.good().exists()


def test_two_numbers_for_one_time_in_one_batch(device, token):
    twice = [*values(1), *values(1), *values(1, first=8.0)]

    response = send(token, {"values": twice})

    assert (response.json()["new"], response.json()["unchanged"]) == (1, 1)
    assert [each["index"] for each in response.json()["refused"]] == [2]


@pytest.mark.parametrize(
    "header", ["", "Bearer ", "Bearer sensor_nobody", "Basic abc", "Bearer \x01"]
)
def test_without_a_good_token_nothing_is_taken(device, header):
    headers = {"authorization": header} if header else {}

    response = Client().post(
        "/api/v1/observations/", "{}", content_type="application/json", headers=headers
    )

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_is_told_so(device, token):
    revoke_token(device=device, by=None)

    response = send(token, {"value": 1})

    assert response.status_code == 401
    assert "회수" in response.json()["detail"]
    assert not Observation.objects.exists()


def test_a_new_token_ends_the_old_one(device, token):
    new = new_token(device=device, by=None)

    assert send(token, {"value": 1}).status_code == 401
    assert send(new, {"value": 1}).status_code == 201


def test_a_sensor_out_of_use_sends_nothing_and_makes_room_for_another(device, token):
    take_out_of_use(device=device, by=None)

    assert send(token, {"value": 1}).status_code == 401
    assert make_device(device.measure.pilot).pk != device.pk


def test_a_token_is_nowhere_but_with_its_sensor(device, token):
    assert token not in str(Device.objects.values())


@pytest.mark.parametrize("stage", ["concluded", "stopped"])
def test_a_pilot_that_has_ended_takes_no_values(device, token, stage):
    type(device.measure.pilot).objects.update(stage=stage)

    assert send(token, {"value": 1}).status_code == 409
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "[", "null", "[]", "{}", "7", '"x"', '{"values": {}}', '{"values": 7}', '{"value": NaN}',
     '{"value": Infinity}', '{"value": 1e400}', "[" * 100_000, b"\xff\xfe", '{"value": "\\u0000"}',
     '{"at": 7, "value": 1}', '{"at": "0001-01-01T00:00:00", "value": 1}',
     '{"at": "9999-12-31T23:59:59-12:00", "value": 1}', '{"value": [1]}', '{"value": ' + "9" * 400 + "}"],
)  # fmt: skip
def test_nonsense_is_refused_kindly(device, token, body):
    response = send(token, body)

    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert not Observation.objects.exists()


def test_other_forms_and_too_much_are_refused(device, token):
    assert send(token, "<xml/>", content_type="text/xml").status_code == 415
    assert send(token, "a\n", content_type="text/csv").status_code == 400
    assert send(token, "[" + " " * MAX_BYTES + "]").status_code == 413
    assert send(token, {"values": values(10_001)}).status_code == 413
    assert Client().get("/api/v1/observations/").status_code == 405
    assert not Observation.objects.exists()


def test_a_batch_costs_the_same_number_of_questions(device, token, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        send(token, {"values": values(2_000)})
