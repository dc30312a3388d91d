"""OGC SensorThings 1.1: sensors write observations with it, anybody reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from pilots.models import Observation, Pilot
from tests import factories as f
from tests.pilots.sensors import make_device, send, token_of

ROOT = "http://testserver/sta/v1.1"
NOON = datetime(2026, 10, 20, 3, tzinfo=UTC)


@pytest.fixture
def device(city):
    return make_device(lowest=0, highest=100, height=2.5)


@pytest.fixture
def token(device):
    return token_of(device)


def get(address):
    return Client().get(f"/sta/v1.1{address}")


def post(token, address, body):
    return send(token, body, f"/sta/v1.1{address}")


def one(device, value=12.5, **said):
    return {
        "phenomenonTime": NOON.isoformat(), "result": value,
        "Datastream": {"@iot.id": device.pk}, **said,
    }  # fmt: skip


def array(device, rows, components=("phenomenonTime", "result")):
    return [
        {"Datastream": {"@iot.id": device.pk}, "components": list(components), "dataArray": rows}
    ]


def minutes(count, first=1):
    return [[(NOON + timedelta(minutes=n)).isoformat(), first + n % 60] for n in range(count)]


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def test_one_observation_is_created_and_has_an_address(device, token):
    response = post(token, "/Observations", one(device))

    row = Observation.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"{ROOT}/Observations({row.pk})"
    assert response.json()["result"] == 12.5
    assert Client().get(response["Location"]).json()["phenomenonTime"] == "2026-10-20T03:00:00Z"


def test_it_may_be_sent_to_its_datastream(device, token):
    body = {"result": 3, "phenomenonTime": NOON.isoformat()}

    assert post(token, f"/Datastreams({device.pk})/Observations", body).status_code == 201
    assert Observation.objects.get().value == 3


def test_sent_again_it_is_the_same_observation(device, token):
    first = post(token, "/Observations", one(device))

    again = post(token, "/Observations", one(device))

    assert again.status_code == 200
    assert again["Location"] == first["Location"]


def test_a_batch_answers_each_value_at_its_place(device, token):
    rows = minutes(5)
    rows[1][1], rows[3][0], rows[4] = "많음", "2999-01-01T00:00:00Z", ["2026-10-20"]

    response = post(token, "/CreateObservations", array(device, rows))

    told = response.json()
    assert response.status_code == 201
    assert [each.startswith("error: ") for each in told] == [False, True, False, True, True]
    assert Client().get(told[2]).json()["result"] == 3
    assert Observation.objects.count() == 2


def test_of_ten_thousand_values_seven_bad_ones_are_named_and_the_rest_is_kept(device, token):
    rows = [[(NOON + timedelta(seconds=n)).isoformat(), n % 90] for n in range(10_000)]
    bad = [0, 5, 77, 5000, 6001, 9000, 9999]
    for place in bad:
        rows[place][1] = "결함"

    told = post(token, "/CreateObservations", array(device, rows)).json()

    assert [n for n, each in enumerate(told) if each.startswith("error: ")] == bad
    assert len(set(told)) == 9_994  # each kept value has an address of its own
    assert Observation.objects.count() == 9_993


def test_a_missing_result_stays_missing(device, token):
    told = post(token, "/CreateObservations", array(device, [[NOON.isoformat(), None]])).json()

    assert told[0].startswith("error: ")
    assert post(token, "/Observations", one(device, None)).status_code == 400
    assert not Observation.objects.exists()


def test_a_sensor_writes_only_into_its_own_datastream(device, token):
    other = make_device(f.make_pilot(stage="running"))

    assert post(token, "/Observations", one(other)).status_code == 403
    told = post(token, "/CreateObservations", array(other, minutes(2)) + array(device, minutes(1)))
    assert [each.startswith("error: ") for each in told.json()] == [True, True, False]
    assert Observation.objects.get().device == device


@pytest.mark.parametrize(
    ("address", "body"),
    [("/Observations", {}), ("/Observations", []), ("/Observations", {"result": 1}),
     ("/CreateObservations", {}), ("/CreateObservations", [1]), ("/CreateObservations", []),
     ("/CreateObservations", [{"components": ["result"], "dataArray": 7}]),
     ("/CreateObservations", [{"components": ["x"], "dataArray": [[1]]}])],
)  # fmt: skip
def test_nonsense_is_refused_kindly(device, token, address, body):
    response = post(token, address, body)

    assert response.status_code in (400, 403)
    assert response["Content-Type"] == "application/problem+json"
    assert not Observation.objects.exists()


@pytest.mark.parametrize("address", ["/Observations", "/CreateObservations"])
def test_without_a_token_nobody_writes(device, address):
    response = Client().post(f"/sta/v1.1{address}", "{}", content_type="application/json")

    assert response.status_code == 401


def test_nothing_else_can_be_written(device, token):
    assert post(token, "/Things", {}).status_code == 405
    for method in ("put", "patch", "delete"):
        assert getattr(Client(), method)("/sta/v1.1/Observations").status_code == 405


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def test_the_service_names_its_sets_and_what_it_holds_to(device):
    told = get("/").json()

    names = [each["name"] for each in told["value"]]
    assert names == [
        "Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors",
        "ObservedProperties", "Observations", "FeaturesOfInterest",
    ]  # fmt: skip
    assert all(Client().get(each["url"]).status_code == 200 for each in told["value"])
    conformance = told["serverSettings"]["conformance"]
    assert not any("create-update-delete" in each for each in conformance)
    assert get("").status_code in (200, 301)


def test_every_link_leads_somewhere(device, token):
    post(token, "/CreateObservations", array(device, minutes(3)))
    seen, left = set(), [f"{ROOT}/Datastreams({device.pk})"]
    while left:
        address = left.pop()
        seen.add(address)
        told = Client().get(address)
        assert told.status_code == 200, address
        for each in told.json().get("value", [told.json()]):
            links = [each["@iot.selfLink"]] + [
                link for key, link in each.items() if key.endswith("@iot.navigationLink")
            ]
            left += [link for link in links if link not in seen]

    assert len(seen) > 20


def test_a_datastream_says_what_is_measured_how_and_when(device, token):
    post(token, "/CreateObservations", array(device, minutes(3)))

    told = get(f"/Datastreams({device.pk})").json()

    assert told["unitOfMeasurement"]["symbol"] in ("초", "s")
    assert told["observationType"].endswith("OM_Measurement")
    assert told["phenomenonTime"] == "2026-10-20T03:00:00Z/2026-10-20T03:02:00Z"
    place = get(f"/Things({device.site_id})/Locations").json()["value"][0]
    assert place["encodingType"] == "application/geo+json"
    assert place["location"]["coordinates"] == [127.02, 37.75]
    assert get(f"/Sensors({device.pk})").json()["properties"]["heightInMetres"] == 2.5


def test_observations_are_paged_counted_ordered_and_filtered_by_time(device, token):
    post(token, "/CreateObservations", array(device, minutes(25)))
    address = f"/Datastreams({device.pk})/Observations"

    told = get(f"{address}?$top=10&$count=true&$orderby=phenomenonTime desc").json()

    assert told["@iot.count"] == 25
    assert [each["result"] for each in told["value"]] == list(range(25, 15, -1))
    following = Client().get(told["@iot.nextLink"]).json()
    assert [each["result"] for each in following["value"]] == list(range(15, 5, -1))
    last = Client().get(following["@iot.nextLink"]).json()
    assert len(last["value"]) == 5
    assert "@iot.nextLink" not in last
    times = "phenomenonTime ge 2026-10-20T03:05:00Z and phenomenonTime lt 2026-10-20T03:08:00Z"
    told = Client().get(f"/sta/v1.1{address}", {"$filter": times}).json()
    assert [each["result"] for each in told["value"]] == [6, 7, 8]


def test_the_bare_value(device, token):
    key = post(token, "/Observations", one(device)).json()["@iot.id"]

    assert get(f"/Observations({key})/result/$value").text == "12.5"
    assert get(f"/Observations({key})/result").json() == {"result": 12.5}
    assert get(f"/Observations({key})/nothing/$value").status_code == 404


def test_a_doubtful_value_says_so(device, token):
    key = post(token, "/Observations", one(device, 999)).json()["@iot.id"]

    assert get(f"/Observations({key})").json()["resultQuality"]["flag"] == "range"


@pytest.mark.parametrize(
    ("query", "status"),
    [("$top=x", 400), ("$top=-1", 400), ("$skip=99999999999999999999", 400), ("$count=perhaps", 400),
     ("$orderby=phenomenonTime sideways", 400), ("$orderby=weather", 501), ("$expand=Things", 501),
     ("$select=result", 501), ("$filter=result gt 5", 501), ("$filter=phenomenonTime gt 2026", 400),
     ("$filter=phenomenonTime gt 2026-10-20T03:00:00", 400), ("$top=0", 200), ("$top=5000", 200)],
)  # fmt: skip
def test_what_is_not_understood_is_said(device, query, status):
    response = get(f"/Observations?{query}")

    assert response.status_code == status
    if status != 200:
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/Nothing", "/Things(0)", "/Things(99999999999999999999999)", "/Things(1)/Weather",
                "/Observations(-1)", "/Observations()"],
)  # fmt: skip
def test_addresses_that_lead_nowhere(device, address):
    assert get(address).status_code == 404


def test_a_pilot_in_preparation_is_told_nowhere(device, token):
    post(token, "/Observations", one(device))
    Pilot.objects.update(stage="draft")

    for name in ("Things", "Datastreams", "Sensors", "ObservedProperties", "Observations"):
        assert get(f"/{name}").json()["value"] == []
    assert get(f"/Datastreams({device.pk})").status_code == 404


def test_lists_cost_the_same_however_long(device, token, django_assert_max_num_queries):
    post(token, "/CreateObservations", array(device, minutes(60)))

    for name in ("Things", "Locations", "Datastreams", "Sensors", "Observations"):
        with django_assert_max_num_queries(3):
            get(f"/{name}?$count=true")
