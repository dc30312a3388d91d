"""전달 수단: texts, notices that fall back to texts, letters and calls by the desk, and their cost."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from accounts.carriers import seed_carriers
from accounts.deliver import LEASE, send_news
from accounts.erase import erase_expired, erase_person
from accounts.models import AccessLog, Carrier, DeskContact, Message
from accounts.outgoing import (
    ContactRefused,
    costs_by_month,
    letters_are_printed,
    letters_to_print,
    people_to_call,
    person_was_called,
    tell_by_desk,
)
from accounts.told import choose_news
from tests.accounts.telling import TUESDAY, news

EIGHT = TUESDAY.replace(hour=8) + timedelta(days=1)
TEN_AT_NIGHT = TUESDAY.replace(hour=22)
MONDAY_AT_EIGHT = TUESDAY.replace(hour=8) + timedelta(days=6)


@pytest.fixture
def gateway(settings):
    """A provider on this machine for texts and notices, which remembers what it was asked."""

    class Gateway(BaseHTTPRequestHandler):
        asked: list = []
        answers = {"/text": 200, "/alimtalk": 200}

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = self.answers[self.path]
            if answer == 200:
                self.asked.append((self.path, self.headers["Authorization"], body))
            self.send_response(answer)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

        @classmethod
        def got(cls, path):
            return [body for asked, _key, body in cls.asked if asked == path]

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    settings.TEXT_URL, settings.ALIMTALK_URL = f"{base}/text", f"{base}/alimtalk"
    settings.TEXT_KEY = settings.ALIMTALK_KEY = "our-key"
    yield Gateway
    server.shutdown()
    server.server_close()


@pytest.fixture
def texts(city, gateway):
    """The city sends texts, and no notices."""
    seed_carriers()
    Carrier.objects.filter(kind="text").update(is_on=True, cost_won=30)
    return gateway


@pytest.fixture
def notices(texts):
    settings = {"sender": "@garam", "template": "news-1"}
    Carrier.objects.filter(kind="alimtalk").update(is_on=True, cost_won=8, settings=settings)
    return texts


@pytest.fixture
def with_phone(resident):
    resident.phone = "821012345678"
    resident.save()
    choose_news(person=resident, rhythm="daily", told_by="text", at=TUESDAY)
    return resident


def lines():
    return list(Message.objects.order_by("pk").values_list("kind", "state", "cost_won"))


# ── Texts and notices ────────────────────────────────────────────────────────────────────────


def test_a_text_says_who_writes_what_happened_and_where_to_read(texts, with_phone):
    news(with_phone)

    assert send_news(EIGHT) == 1

    [text] = texts.got("/text")
    assert text["to"] == "821012345678"
    assert text["text"].startswith("[가람시] 채택했습니다")
    assert "http://127.0.0.1:8000/proposals/1/" in text["text"]
    assert lines() == [("text", "sent", 30)]


def test_several_pieces_of_news_are_one_text(texts, with_phone):
    news(with_phone)
    news(with_phone, title="반영했습니다", thread="proposal:2")

    send_news(EIGHT)

    [text] = texts.got("/text")
    assert "그 밖의 소식 1건" in text["text"]
    assert "/me/inbox/" in text["text"]


def test_a_text_of_ten_at_night_goes_at_eight(texts, with_phone):
    choose_news(person=with_phone, rhythm="at-once", at=TUESDAY)
    news(with_phone, at=TEN_AT_NIGHT)

    assert send_news(TEN_AT_NIGHT) == 0
    assert Message.objects.get().due_at == EIGHT
    assert send_news(EIGHT - timedelta(minutes=1)) == 0
    assert send_news(EIGHT) == 1


def test_a_text_that_is_tried_again_wakes_nobody_either(texts, with_phone):
    choose_news(person=with_phone, rhythm="at-once", at=TUESDAY)
    texts.answers["/text"] = 400
    before_nine = TEN_AT_NIGHT - timedelta(hours=1, minutes=1)
    news(with_phone, at=before_nine)
    send_news(before_nine)
    texts.answers["/text"] = 200

    assert send_news(before_nine + LEASE) == 0
    assert send_news(EIGHT) == 1


def test_a_notice_is_sent_instead_of_a_text_where_the_city_has_notices(notices, with_phone):
    news(with_phone)

    send_news(EIGHT)

    [notice] = notices.got("/alimtalk")
    assert (notice["sender"], notice["template"]) == ("@garam", "news-1")
    assert notice["reference"] == f"news-{Message.objects.get().pk}"
    assert notices.got("/text") == []
    assert lines() == [("alimtalk", "sent", 8)]


@pytest.mark.parametrize("answer", [400, 503])
def test_a_notice_that_fails_goes_as_a_text(notices, with_phone, answer):
    notices.answers["/alimtalk"] = answer
    news(with_phone)

    assert send_news(EIGHT) == 1

    assert len(notices.got("/text")) == 1
    assert lines() == [("alimtalk", "failed", 0), ("text", "sent", 30)]
    assert send_news(EIGHT + timedelta(days=1)) == 0


def test_without_texts_a_failed_notice_is_tried_again(notices, with_phone):
    Carrier.objects.filter(kind="text").update(is_on=False)
    notices.answers["/alimtalk"] = 503
    news(with_phone)
    assert send_news(EIGHT) == 0
    notices.answers["/alimtalk"] = 200

    assert send_news(EIGHT + LEASE) == 1
    assert lines() == [("alimtalk", "sent", 8)]


def test_a_provider_that_is_down_keeps_texts_waiting(texts, with_phone, settings):
    good, settings.TEXT_URL = settings.TEXT_URL, "http://127.0.0.1:1/text"
    news(with_phone)
    assert send_news(EIGHT) == 0
    assert Message.objects.get().attempts == 0
    settings.TEXT_URL = good

    assert send_news(EIGHT + timedelta(hours=1)) == 1


def test_a_carrier_switched_off_sends_nothing_and_loses_nothing(texts, with_phone):
    Carrier.objects.filter(kind="text").update(is_on=False)
    news(with_phone)
    assert send_news(EIGHT) == 0
    Carrier.objects.filter(kind="text").update(is_on=True)

    assert send_news(EIGHT + timedelta(days=1)) == 1


def test_who_chooses_mail_instead_gets_the_waiting_news_by_mail(texts, with_phone, mailoutbox):
    texts.answers["/text"] = 400
    news(with_phone)
    send_news(EIGHT)
    choose_news(person=with_phone, rhythm="at-once", told_by="email", at=EIGHT)

    send_news(EIGHT + LEASE)
    send_news(EIGHT + LEASE)

    assert len(mailoutbox) == 1
    assert texts.got("/text") == []


def test_texts_are_chosen_on_the_settings_page_by_who_has_a_number(texts, resident, sign_in):
    resident.phone = "821012345678"
    resident.save()

    sign_in(resident).post("/me/settings/news/", {"told_by": "text", "rhythm": "weekly"})

    resident.refresh_from_db()
    assert (resident.told_by, resident.rhythm) == ("text", "weekly")


# ── Letters and calls ────────────────────────────────────────────────────────────────────────


def by_letter(person, officer, **given):
    given = {"told_by": "letter", "name": "김가람", "address": "가람시 시민로 1"} | given
    return tell_by_desk(person=person, by=officer, at=TUESDAY, **given)


def by_call(person, officer):
    return by_letter(person, officer, told_by="call", phone="031-000-0000", address="")


def test_a_letter_waits_for_the_desk_and_takes_along_what_happened_since(resident, officer):
    by_letter(resident, officer)
    news(resident)
    send_news(MONDAY_AT_EIGHT)
    news(resident, title="반영했습니다", thread="proposal:2", at=TUESDAY + timedelta(days=7))
    a_week_on = MONDAY_AT_EIGHT + timedelta(days=7)

    [letter] = letters_to_print(by=officer, at=a_week_on)
    assert letter.digest.total == 2
    assert letters_are_printed(keys=[letter.message.pk], by=officer, at=a_week_on) == 1
    assert letters_are_printed(keys=[letter.message.pk], by=officer, at=a_week_on) == 0

    assert letters_to_print(by=officer, at=a_week_on) == []
    assert Message.objects.get().handled_by == officer
    send_news(a_week_on + timedelta(days=7))
    assert Message.objects.count() == 1


def test_somebody_not_reached_is_called_again_tomorrow(resident, officer):
    by_call(resident, officer)
    news(resident)
    send_news(MONDAY_AT_EIGHT)
    [call] = people_to_call(by=officer, at=MONDAY_AT_EIGHT)

    assert person_was_called(key=call.message.pk, reached=False, by=officer, at=MONDAY_AT_EIGHT)
    assert people_to_call(by=officer, at=MONDAY_AT_EIGHT + timedelta(hours=2)) == []
    tomorrow = MONDAY_AT_EIGHT + timedelta(days=1)
    [call] = people_to_call(by=officer, at=tomorrow)
    assert person_was_called(key=call.message.pk, reached=True, by=officer, at=tomorrow)
    assert not person_was_called(key=call.message.pk, reached=True, by=officer, at=tomorrow)
    assert people_to_call(by=officer, at=tomorrow) == []


@pytest.mark.parametrize(
    ("told_by", "given"), [("letter", {"phone": "1"}), ("call", {"address": "시민로 1"})]
)
def test_a_letter_needs_an_address_and_a_call_a_number(resident, officer, told_by, given):
    with pytest.raises(ContactRefused):
        tell_by_desk(person=resident, told_by=told_by, name="김가람", by=officer, **given)
    assert not DeskContact.objects.exists()


def test_every_look_at_a_name_and_number_is_noted(resident, officer):
    by_call(resident, officer)
    news(resident)
    send_news(MONDAY_AT_EIGHT)

    people_to_call(by=officer, at=MONDAY_AT_EIGHT)

    assert AccessLog.objects.filter(action="desk-contact", subject=resident).count() == 2


def test_the_desk_works_through_its_pages(resident, neighbour, officer, sign_in):
    now = timezone.now()  # the pages look at the clock on the wall
    by_letter(resident, officer, rhythm="at-once")
    tell_by_desk(
        person=neighbour, told_by="call", name="박가람", phone="031-111-2222", rhythm="at-once",
        by=officer, at=TUESDAY,
    )  # fmt: skip
    news(resident, neighbour, at=now)
    send_news(now)
    client = sign_in(officer)
    letter, call = Message.objects.get(kind="letter"), Message.objects.get(kind="call")

    overview = client.get("/desk/people/messages/").content.decode()
    assert "인쇄할 편지 1통" in overview
    assert "시민로 1" not in overview
    assert "가람시 시민로 1" in client.get("/desk/people/messages/letters/").content.decode()
    assert "031-111-2222" in client.get("/desk/people/messages/calls/").content.decode()
    client.post("/desk/people/messages/letters/", {"letter": [letter.pk, "x", "9" * 30]})
    client.post("/desk/people/messages/calls/", {"call": call.pk, "reached": "yes"})
    client.post("/desk/people/messages/calls/", {"call": "9" * 30, "reached": "yes"})

    assert {state for _kind, state, _won in lines()} == {"sent"}


def test_an_officer_writes_down_how_somebody_is_told(resident, officer, sign_in):
    client = sign_in(officer)
    address = f"/desk/people/{resident.pk}/contact/"
    given = {"told_by": "call", "name": "김가람", "phone": "031-000-0000", "rhythm": "weekly"}

    assert client.post(address, given).status_code == 422  # nobody agreed
    assert client.post(address, given | {"agreed": "on", "phone": ""}).status_code == 422
    assert client.post(address, given | {"agreed": "on"}).status_code == 302

    resident.refresh_from_db()
    assert (resident.told_by, resident.desk_contact.set_by) == ("call", officer)
    assert "031-000-0000" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "page", ["messages/", "messages/letters/", "messages/calls/", "{pk}/contact/"]
)
def test_residents_see_none_of_it(resident, neighbour, sign_in, page):
    assert sign_in(neighbour).get(f"/desk/people/{page}".format(pk=resident.pk)).status_code == 403


# ── Costs, leaving, forgetting ───────────────────────────────────────────────────────────────


def test_the_month_is_counted_for_managers_only(texts, with_phone, manager, officer, sign_in):
    news(with_phone)
    send_news(EIGHT)
    news(with_phone, at=EIGHT)
    send_news(EIGHT + timedelta(days=1))

    [row] = costs_by_month(at=EIGHT + timedelta(days=2))
    assert (row["kind"], row["count"], row["won"]) == ("text", 2, 60)
    heading = "한 달에 얼마나 들었나"
    assert heading in sign_in(manager).get("/desk/people/messages/").content.decode()
    assert heading not in sign_in(officer).get("/desk/people/messages/").content.decode()


def test_who_leaves_gets_nothing_and_stands_in_no_line(texts, with_phone, officer):
    news(with_phone)
    send_news(EIGHT)
    by_letter(with_phone, officer)
    news(with_phone, at=EIGHT)
    send_news(MONDAY_AT_EIGHT)
    assert Message.objects.waiting().count() == 1

    erase_person(person=with_phone)

    assert lines() == [("text", "sent", 30)]
    assert Message.objects.get().person is None
    assert not DeskContact.objects.exists()


def test_after_half_a_year_nobody_knows_to_whom_it_went(texts, with_phone):
    news(with_phone)
    send_news(EIGHT)

    erase_expired(EIGHT + timedelta(days=179))
    assert Message.objects.get().person == with_phone
    erase_expired(EIGHT + timedelta(days=181))
    assert Message.objects.get().person is None
    assert lines() == [("text", "sent", 30)]
