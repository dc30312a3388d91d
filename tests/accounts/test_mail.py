"""Letters: once, later when the server is down, and no more when somebody says so."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from accounts.consent import current_text, has_consented
from accounts.deliver import LEASE, MOST_ATTEMPTS, send_news
from accounts.erase import erase_person
from accounts.mail import unsubscribe_token
from accounts.models import Delivery, Message, Mute
from accounts.told import choose_news, stop_news
from city.words import words
from tests.accounts.telling import TUESDAY, letters_of, news

SEOUL = ZoneInfo("Asia/Seoul")
NEXT_MORNING = datetime(2026, 11, 25, 8, tzinfo=SEOUL)


class Down(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


class Refuses(EmailBackend):
    def send_messages(self, messages):
        if messages[0].to == ["resident@example.test"]:
            raise SMTPRecipientsRefused({"resident@example.test": (452, b"mailbox full")})
        return super().send_messages(messages)


class Busy(EmailBackend):
    """While a letter is on its way another worker looks for work."""

    def send_messages(self, messages):
        send_news(NEXT_MORNING)
        return super().send_messages(messages)


class Killed(EmailBackend):
    """The letter is gone, and so is the worker, before it could write that down."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


@pytest.fixture
def mail_server(settings):
    """mail_server(Down) from now on; mail_server() is a good one."""
    good = settings.EMAIL_BACKEND

    def use(kind=None):
        settings.EMAIL_BACKEND = f"{kind.__module__}.{kind.__name__}" if kind else good

    return use


def test_one_letter_carries_all_news_of_a_person(resident, neighbour, mailoutbox):
    news(resident, neighbour)
    news(resident, title="반영했습니다", thread="proposal:2")

    assert send_news(NEXT_MORNING) == 2

    [letter] = letters_of(resident, mailoutbox)
    assert "채택했습니다" in letter.body
    assert "반영했습니다" in letter.body
    assert "http://127.0.0.1:8000/proposals/1/" in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert "반영했습니다" in html


def test_nothing_is_sent_twice(resident, mailoutbox):
    news(resident)

    send_news(NEXT_MORNING)
    send_news(NEXT_MORNING + timedelta(hours=1))
    send_news(NEXT_MORNING + timedelta(days=7))

    assert len(mailoutbox) == 1


def test_what_was_read_in_the_inbox_is_not_sent_any_more(resident, sign_in, mailoutbox):
    news(resident)
    sign_in(resident).post("/me/inbox/read/")

    assert send_news(NEXT_MORNING) == 0
    assert mailoutbox == []


def test_letters_are_in_the_reader_s_language(resident, mailoutbox):
    resident.language = "en"
    resident.save()
    news(resident)

    send_news(NEXT_MORNING)

    assert mailoutbox[0].subject == "Accepted"
    assert "Next year." in mailoutbox[0].body
    assert f"Hello {resident.pseudonym}" in mailoutbox[0].body


def test_a_mail_server_that_is_down_for_a_day_loses_nothing(resident, mailoutbox, mail_server):
    news(resident)
    mail_server(Down)
    for hours in range(0, 24, 3):
        assert send_news(NEXT_MORNING + timedelta(hours=hours)) == 0
    news(resident, title="반영했습니다", at=NEXT_MORNING)
    mail_server()

    assert send_news(NEXT_MORNING + timedelta(days=1)) == 1

    [letter] = mailoutbox
    assert "채택했습니다" in letter.body
    assert "반영했습니다" in letter.body
    assert Message.objects.get().state == "sent"
    assert send_news(NEXT_MORNING + timedelta(days=2)) == 0


def test_one_refused_address_does_not_stop_the_others_and_is_tried_again(
    resident, neighbour, mailoutbox, mail_server
):
    news(resident, neighbour)

    mail_server(Refuses)
    assert send_news(NEXT_MORNING) == 1
    mail_server()
    assert send_news(NEXT_MORNING) == 0  # it is tried again, but not in the same minute
    assert send_news(NEXT_MORNING + LEASE) == 1
    assert len(letters_of(resident, mailoutbox)) == 1


def test_an_address_that_never_takes_a_letter_is_given_up_and_the_desk_sees_it(
    resident, mail_server
):
    mail_server(Refuses)
    news(resident)

    at = NEXT_MORNING
    for _attempt in range(MOST_ATTEMPTS + 3):
        send_news(at)
        at += timedelta(days=1)

    message = Message.objects.get()
    assert (message.state, message.problem) == ("failed", "SMTPRecipientsRefused")
    assert message.attempts == MOST_ATTEMPTS


def test_of_two_workers_at_the_same_moment_one_sends(resident, mailoutbox, mail_server):
    news(resident)
    mail_server(Busy)

    assert send_news(NEXT_MORNING) == 1
    assert len(mailoutbox) == 1


def test_a_worker_killed_before_it_noted_the_letter_costs_one_copy_with_the_same_number(
    resident, mailoutbox, mail_server
):
    news(resident)
    mail_server(Killed)
    with pytest.raises(KeyboardInterrupt):
        send_news(NEXT_MORNING)
    mail_server()

    assert send_news(NEXT_MORNING + timedelta(minutes=1)) == 0  # still leased
    assert send_news(NEXT_MORNING + LEASE) == 1
    assert send_news(NEXT_MORNING + timedelta(days=1)) == 0

    first, copy = mailoutbox
    assert first.extra_headers["Message-ID"] == copy.extra_headers["Message-ID"]


@pytest.mark.parametrize(
    "why", ["said no", "erased", "not active", "never confirmed", "too old", "no address"]
)
def test_some_people_get_no_letter(resident, mailoutbox, why):
    news(resident, at=TUESDAY - timedelta(days=20 if why == "too old" else 0))
    if why == "said no":
        stop_news(person=resident)
    if why == "erased":
        erase_person(person=resident)
    if why == "not active":
        type(resident).objects.update(is_active=False)
    if why == "no address":
        type(resident).objects.update(email=None)
    if why == "never confirmed":
        EmailAddress.objects.create(user=resident, email=resident.email, verified=False)

    assert send_news(NEXT_MORNING) == 0
    assert mailoutbox == []


def test_who_says_no_while_a_letter_is_tried_again_gets_none(resident, mailoutbox, mail_server):
    news(resident)
    mail_server(Refuses)
    send_news(NEXT_MORNING)
    stop_news(person=resident)
    mail_server()

    assert send_news(NEXT_MORNING + LEASE) == 0
    assert not Message.objects.exists()


def test_who_changes_the_address_gets_the_waiting_letter_there_once_it_is_confirmed(
    resident, mailoutbox, mail_server
):
    news(resident)
    mail_server(Refuses)
    send_news(NEXT_MORNING)
    mail_server()
    resident.email = "new@example.test"
    resident.save()
    address = EmailAddress.objects.create(user=resident, email=resident.email, verified=False)

    assert send_news(NEXT_MORNING + LEASE) == 0
    address.verified = True
    address.save()
    assert send_news(NEXT_MORNING + 2 * LEASE) == 1
    assert mailoutbox[0].to == ["new@example.test"]


# ── The way out ──────────────────────────────────────────────────────────────────────────────


def way_out(letter):
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    return address.removeprefix("http://127.0.0.1:8000")


def test_a_letter_says_how_to_stop_letters_with_one_click(resident, visitor, mailoutbox):
    news(resident)
    send_news(NEXT_MORNING)
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = way_out(mailoutbox[0])

    assert visitor.get(address).status_code == 200
    resident.refresh_from_db()
    assert resident.rhythm == "daily"  # looking is not asking

    assert visitor.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    resident.refresh_from_db()
    assert resident.rhythm == "never"
    assert not has_consented(resident, current_text("contact"))
    assert visitor.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200  # again


def test_a_mail_program_without_cookies_can_stop_letters(resident, mailoutbox):
    client = Client(enforce_csrf_checks=True)

    client.post(
        f"/me/unsubscribe/{unsubscribe_token(resident)}/", {"List-Unsubscribe": "One-Click"}
    )

    resident.refresh_from_db()
    assert resident.rhythm == "never"


@pytest.mark.parametrize("rhythm", ["daily", "weekly"])
def test_a_letter_offers_to_come_less_often(resident, visitor, mailoutbox, rhythm):
    choose_news(person=resident, rhythm="at-once")
    news(resident)
    send_news(TUESDAY)
    assert f"?rhythm={rhythm}" in mailoutbox[0].body

    answer = visitor.post(way_out(mailoutbox[0]), {"rhythm": rhythm})

    assert answer.status_code == 200
    resident.refresh_from_db()
    assert resident.rhythm == rhythm


def test_an_old_link_never_makes_letters_come_again(resident, visitor):
    stop_news(person=resident)

    answer = visitor.post(f"/me/unsubscribe/{unsubscribe_token(resident)}/", {"rhythm": "weekly"})

    resident.refresh_from_db()
    assert resident.rhythm == "never"
    assert "월요일" not in answer.content.decode()  # nor does it say so


def test_an_old_link_never_makes_letters_come_more_often(resident, visitor):
    choose_news(person=resident, rhythm="weekly")
    address = f"/me/unsubscribe/{unsubscribe_token(resident)}/"

    assert 'value="daily"' not in visitor.get(address).content.decode()
    answer = visitor.post(address, {"rhythm": "daily"})

    resident.refresh_from_db()
    assert resident.rhythm == "weekly"
    assert "월요일" in answer.content.decode()


def test_one_thread_can_be_muted_from_a_letter(resident, visitor, mailoutbox):
    news(resident)
    send_news(NEXT_MORNING)
    address = way_out(mailoutbox[0])
    assert "?thread=proposal%3A1" in mailoutbox[0].body
    assert "채택했습니다" in visitor.get(f"{address}?thread=proposal%3A1").content.decode()

    visitor.post(address, {"thread": "proposal:1"})

    assert Mute.objects.get().thread == "proposal:1"
    news(resident, at=NEXT_MORNING)
    news(resident, thread="proposal:2", at=NEXT_MORNING)
    assert send_news(NEXT_MORNING + timedelta(days=1)) == 1
    assert Delivery.objects.count() == 2


def test_a_made_up_link_stops_nobody(visitor, resident):
    token = unsubscribe_token(resident)

    assert visitor.post(f"/me/unsubscribe/{token}x/").status_code == 404


def test_a_demo_s_letters_say_so(resident, city, mailoutbox):
    city.is_demo = True
    city.save()
    news(resident)

    send_news(NEXT_MORNING)

    assert mailoutbox[0].subject.startswith("[시연용]")


def test_letters_load_nothing_and_follow_nobody(resident, mailoutbox):
    news(resident, title="<b>굵은</b> 제안", body=words("본문"))

    send_news(NEXT_MORNING)

    html = mailoutbox[0].alternatives[0][0]
    assert "<img" not in html
    assert "src=" not in html
    assert "<b>굵은" not in html
