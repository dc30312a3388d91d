"""Letters: once, later when the server is down, and no more when somebody says so."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.consent import current_text, has_consented
from accounts.mail import send_waiting_mail, unsubscribe_token
from accounts.models import Delivery
from accounts.tell import tell
from city.words import words


class Down(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


class Refuses(EmailBackend):
    def send_messages(self, messages):
        if messages[0].to == ["resident@example.test"]:
            raise OSError("mailbox full")
        return super().send_messages(messages)


def news(*people, title="채택했습니다", at=None):
    return tell(
        people=people, kind="decision", thread="proposal:1", url="/proposals/1/",
        title=words(title, "Accepted"), body=words("내년에 고칩니다.", "Next year."), at=at,
    )  # fmt: skip


def test_one_letter_carries_all_news_of_a_person(resident, neighbour, mailoutbox):
    news(resident, neighbour)
    news(resident, title="반영했습니다")

    assert send_waiting_mail() == 2

    letter = next(letter for letter in mailoutbox if letter.to == [resident.email])
    assert "채택했습니다" in letter.body
    assert "반영했습니다" in letter.body
    assert "http://127.0.0.1:8000/proposals/1/" in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert "반영했습니다" in html


def test_nothing_is_sent_twice(resident, mailoutbox):
    news(resident)

    send_waiting_mail()
    send_waiting_mail(timezone.now() + timedelta(hours=1))

    assert len(mailoutbox) == 1


def test_letters_are_in_the_reader_s_language(resident, mailoutbox):
    resident.language = "en"
    resident.save()
    news(resident)

    send_waiting_mail()

    assert mailoutbox[0].subject == "Accepted"
    assert "Next year." in mailoutbox[0].body


def test_a_mail_server_that_is_down_for_a_day_loses_nothing(resident, mailoutbox, settings):
    news(resident)
    good = settings.EMAIL_BACKEND

    settings.EMAIL_BACKEND = "tests.accounts.test_mail.Down"
    assert send_waiting_mail() == 0
    settings.EMAIL_BACKEND = good
    assert send_waiting_mail(timezone.now() + timedelta(days=1)) == 1

    assert len(mailoutbox) == 1
    assert Delivery.objects.get().mailed_at


def test_one_refused_address_does_not_stop_the_others_and_is_tried_again(
    resident, neighbour, mailoutbox, settings
):
    news(resident, neighbour)
    good = settings.EMAIL_BACKEND

    settings.EMAIL_BACKEND = "tests.accounts.test_mail.Refuses"
    assert send_waiting_mail() == 1
    settings.EMAIL_BACKEND = good
    assert send_waiting_mail() == 0  # the claim lasts for ten minutes
    assert send_waiting_mail(timezone.now() + timedelta(minutes=11)) == 1


@pytest.mark.parametrize("why", ["said no", "left", "never confirmed", "too old"])
def test_some_people_get_no_letter(resident, mailoutbox, why):
    at = timezone.now() - timedelta(days=20 if why == "too old" else 0)
    news(resident, at=at)
    if why == "said no":
        resident.wants_email = False
    if why == "left":
        resident.is_active = False
    if why == "never confirmed":
        EmailAddress.objects.create(user=resident, email=resident.email, verified=False)
    resident.save()

    assert send_waiting_mail() == 0
    assert mailoutbox == []


def test_a_letter_says_how_to_stop_letters_with_one_click(resident, visitor, mailoutbox):
    news(resident)
    send_waiting_mail()
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")

    assert visitor.get(address).status_code == 200
    resident.refresh_from_db()
    assert resident.wants_email  # looking is not asking

    assert visitor.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    resident.refresh_from_db()
    assert not resident.wants_email
    assert not has_consented(resident, current_text("contact"))


def test_a_made_up_link_stops_nobody(visitor, resident):
    token = unsubscribe_token(resident)

    assert visitor.post(f"/me/unsubscribe/{token}x/").status_code == 404


def test_a_demo_s_letters_say_so(resident, city, mailoutbox):
    city.is_demo = True
    city.save()
    news(resident)

    send_waiting_mail()

    assert mailoutbox[0].subject.startswith("[시연용]")
