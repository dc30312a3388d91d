"""Text messages: by a provider over HTTP, or as files in the demonstration."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from accounts.texting import (
    TextNotSent,
    can_send_texts,
    forget_texts,
    mobile_number,
    send_text,
    shown_number,
)


@pytest.fixture
def provider(settings):
    """A provider on this machine, which remembers what it was asked."""

    class Provider(BaseHTTPRequestHandler):
        asked: list = []
        answers = 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.asked.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(self.answers)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.TEXT_URL = f"http://127.0.0.1:{server.server_port}/v1/messages"
    settings.TEXT_KEY, settings.TEXT_SENDER = "our-key", "0310000000"
    yield Provider
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "typed",
    ["010-1234-5678", "01012345678", "010 1234 5678", "+82 10-1234-5678", "82 010 12345678"],
)
def test_a_mobile_number_is_known_however_it_is_written(typed):
    assert mobile_number(typed) == "821012345678"
    assert shown_number("821012345678") == "010-1234-5678"


@pytest.mark.parametrize(
    "typed", ["", "82", "031-828-2114", "010-12", "name@example.kr", "+1 555 0100"]
)
def test_what_is_no_mobile_number_is_refused(typed):
    assert mobile_number(typed) is None


def test_the_provider_gets_the_text_and_our_key(provider):
    send_text("821012345678", "확인 번호 123456")

    message = {"from": "0310000000", "to": "821012345678", "text": "확인 번호 123456"}
    assert provider.asked[-1] == ("Bearer our-key", message)


def test_a_provider_that_refuses_is_told_from_one_that_took_it(provider):
    provider.answers = 500

    with pytest.raises(TextNotSent):
        send_text("821012345678", "안녕하세요")


def test_a_provider_that_is_away_is_no_crash(settings):
    settings.TEXT_URL = "http://127.0.0.1:1/"

    with pytest.raises(TextNotSent):
        send_text("821012345678", "안녕하세요")


def test_without_a_provider_the_text_is_a_file_until_the_person_leaves(settings, tmp_path):
    settings.TEXT_FILE_PATH = tmp_path / "messages"
    send_text("821012345678", "확인 번호 123456")
    send_text("821099998888", "확인 번호 654321")

    assert forget_texts({"821012345678"}) == 1
    left = [path.read_text("utf-8") for path in settings.TEXT_FILE_PATH.iterdir()]
    assert len(left) == 1
    assert "654321" in left[0]


@pytest.mark.parametrize(("is_demo", "address", "can"), [
    (True, "", True), (False, "", False), (False, "https://texts.example.kr/", True),
])  # fmt: skip
def test_a_real_city_without_a_provider_offers_no_texts(city, settings, is_demo, address, can):
    city.is_demo = is_demo
    city.save()
    settings.TEXT_URL = address

    assert can_send_texts() is can
