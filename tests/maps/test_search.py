"""A neighbour types a name and finds the place, in Korean or English, with or without spaces."""

import json
import threading
import unicodedata
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from city.words import words
from maps.models import Place
from maps.search import MOST


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def places(city):
    Place.objects.bulk_create(
        Place(kind=kind, name=words(ko, en), lon=lon, lat=lat, road_address=address, line=line)
        for kind, ko, en, lon, lat, address, line in [
            ("library", "가람 중앙 도서관", "Garam Central Library", 127.02, 37.75, "동편로 12", None),
            ("station", "가람역", "Garam Station", 127.07, 37.75, "", None),
            ("station", "새가람역", "", 127.03, 37.75, "", None),
            ("river", "가람천", "Garamcheon", 127.05, 37.75, "", {
                "type": "LineString", "coordinates": [[127.03, 37.72], [127.06, 37.78]],
            }),
        ]
    )  # fmt: skip


def search(visitor, text, language="ko"):
    answer = visitor.get("/map/search/", {"q": text, "lang": language})
    assert answer.status_code == 200
    return answer.json()


def names(visitor, text, language="ko"):
    return [each["name"] for each in search(visitor, text, language)["results"]]


def test_a_dong_comes_first_and_can_be_shown_whole(places, visitor):
    dong, library = search(visitor, "동편")["results"]

    assert (dong["kind"], dong["name"]) == ("district", "동편동")
    west, south, east, north = dong["bbox"]
    assert west < dong["lon"] < east
    assert south < dong["lat"] < north
    assert library["name"] == "가람 중앙 도서관"  # for its address
    assert library["detail"] == "도서관 · 동편로 12"


@pytest.mark.parametrize(
    "text", ["가람 중앙 도서관", "가람중앙도서관", "도서관 가람", "동편로", "central library", "GARAM LIBRARY"]
)  # fmt: skip
def test_a_place_is_found_whatever_the_spaces_the_order_and_the_language(places, visitor, text):
    assert "가람 중앙 도서관" in names(visitor, text)


def test_what_begins_with_the_text_comes_before_what_holds_it(places, visitor):
    assert names(visitor, "가람역") == ["가람역", "새가람역"]


def test_the_shortest_name_comes_first(places, visitor):
    assert names(visitor, "가람")[:2] == ["가람역", "가람천"]


def test_english_readers_get_english_names_where_there_are_some(places, visitor):
    assert names(visitor, "역", "en") == ["Garam Station", "새가람역"]
    assert search(visitor, "garam station", "en")["results"][0]["detail"] == (
        "station · Dongpyeon-dong"
    )


def test_a_stream_is_shown_from_end_to_end(places, visitor):
    [stream] = search(visitor, "가람천")["results"]

    assert stream["bbox"] == [127.03, 37.72, 127.06, 37.78]


def test_nothing_found_gets_one_kind_sentence(places, visitor):
    answer = search(visitor, "없는 곳", "en")

    assert answer["results"] == []
    assert answer["said"].startswith("Nothing in Garam is called “없는 곳”.")


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "'", "가" * 500, "\x00", "🙂"])
def test_odd_text_finds_nothing_and_breaks_nothing(places, visitor, text):
    assert search(visitor, text)["results"] == []


def test_syllables_sent_letter_by_letter_are_understood(places, visitor):
    assert names(visitor, unicodedata.normalize("NFD", "가람천")) == ["가람천"]


def test_at_most_ten_and_no_more_queries_for_more_places(places, visitor):
    def count():
        with CaptureQueriesContext(connection) as queries:
            search(visitor, "역")
        return len(queries)

    count()  # the outlines are read once for everybody
    before = count()
    Place.objects.bulk_create(
        Place(kind="station", name=words(f"{n}번역"), lon=127.02, lat=37.75) for n in range(60)
    )

    assert count() <= before
    assert len(names(visitor, "역")) == MOST


# ── Addresses ──────────────────────────────────────────────────────────────────────────────────


class AddressService:
    """Stands in for VWorld: notes what it is asked and gives what it is told."""

    def __init__(self):
        self.asked: list[dict] = []
        self.gives: bytes = b"{}"
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = parse_qs(urlsplit(self.path).query)
                service.asked.append({name: values[0] for name, values in query.items()})
                self.send_response(200)
                self.end_headers()
                self.wfile.write(service.gives)

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def knows(self, *found):
        items = [
            {"address": {"road": road, "parcel": "동편동 1"}, "point": {"x": str(x), "y": str(y)}}
            for road, x, y in found
        ]
        self.gives = json.dumps({"response": {"status": "OK", "result": {"items": items}}}).encode()


@pytest.fixture
def service(settings):
    made = AddressService()
    settings.ADDRESS_API = f"http://127.0.0.1:{made.server.server_port}/req/search"
    settings.ADDRESS_API_KEY = "a-secret"
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_an_address_is_found_through_the_service(places, visitor, service):
    service.knows(("가람시 동편로 34", 127.071, 37.752))

    [found] = search(visitor, "동편로 34")["results"]

    assert found == {
        "kind": "address", "name": "가람시 동편로 34", "detail": "주소", "lon": 127.071, "lat": 37.752,
    }  # fmt: skip
    [asked] = service.asked
    assert asked["query"] == "동편로 34"
    assert asked["category"] == "road"
    assert asked["key"] == "a-secret"
    assert len(asked["bbox"].split(",")) == 4


def test_the_same_address_is_asked_for_once(places, visitor, service):
    service.knows(("가람시 동편로 34", 127.071, 37.752))

    assert names(visitor, "동편로 34") == names(visitor, "동편로 34")

    assert len(service.asked) == 1


def test_an_address_of_another_city_is_left_out(places, visitor, service):
    service.knows(("서울특별시 동편로 34", 126.97, 37.56))

    assert search(visitor, "동편로 34")["results"] == []


def test_names_without_a_house_number_are_not_sent_to_anybody(places, visitor, service):
    search(visitor, "가람역")
    search(visitor, "동편동")

    assert service.asked == []


@pytest.mark.parametrize(
    "given",
    [b"", b"<html>", b"[]", b'{"response": {"status": "ERROR"}}', b'{"response": {"status": "OK"}}',
     b'{"response": {"status": "OK", "result": {"items": [{"address": {}}]}}}'],
)  # fmt: skip
def test_a_service_that_fails_takes_nothing_else_away(places, visitor, service, caplog, given):
    service.gives = given

    assert names(visitor, "동편로 12") == ["가람 중앙 도서관"]

    assert "a-secret" not in caplog.text
    search(visitor, "동편로 13")
    assert len(service.asked) == 1  # it is left in peace for a while


def test_a_service_that_is_not_there_takes_nothing_else_away(places, visitor, settings):
    settings.ADDRESS_API = "http://127.0.0.1:9/"

    assert names(visitor, "동편로 12") == ["가람 중앙 도서관"]


def test_nobody_is_asked_where_no_service_is_set(places, visitor, settings):
    assert settings.ADDRESS_API == ""
    assert search(visitor, "동편로 34")["results"] == []
