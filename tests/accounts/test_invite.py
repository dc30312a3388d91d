"""Administrators invite colleagues by letter; the link in it works once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts.consent import current_text, has_consented
from accounts.invite import (
    InvitationRefused,
    accept,
    accept_as_newcomer,
    erase_old_invitations,
    invitation_of,
    invite,
    send_again,
    send_waiting_invitations,
    withdraw_invitation,
)
from accounts.models import AccessLog, Invitation, User
from accounts.profile import NameRefused
from tests import factories as f

PAGE = "/desk/settings/invitations/"
NEW = "new@garam.example"
PASSWORD = "a quiet river at noon"
AGREED = {"password": PASSWORD, "terms": "yes", "privacy": "yes"}


@pytest.fixture
def send(administrator):
    """Invites, lets the clock run, and returns the link's token."""

    def _send(email=NEW, role="officer", at=None):
        department = f.department() if role != "expert" else None
        invite(emails=[email], role=role, department=department, by=administrator, at=at)
        assert send_waiting_invitations(at) == 1
        return token_in(mail.outbox[-1])

    return _send


def token_in(letter):
    return re.search(r"/me/invitation/(\w+)/", letter.body)[1]


def door(token):
    return f"/me/invitation/{token}/"


class BrokenServer:
    """A mail server that is down."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_several_addresses_at_once_get_a_letter_each_in_both_languages(administrator, sign_in):
    data = {"emails": f"{NEW}\n Second@garam.example, {NEW}", "role": "officer",
            "department": f.department().pk}  # fmt: skip

    response = sign_in(administrator).post(PAGE, data)

    assert response.status_code == 302
    assert not mail.outbox  # the clock sends them, a moment later
    assert send_waiting_invitations() == 2
    assert {letter.to[0] for letter in mail.outbox} == {NEW, "second@garam.example"}
    letter = mail.outbox[0]
    assert "안녕하세요" in letter.body
    assert "Hello" in letter.body
    assert "\n" not in letter.subject
    assert AccessLog.objects.filter(staff=administrator, action="invite").count() == 2


def test_the_token_is_only_in_the_letter(send):
    token = send()

    row = Invitation.objects.values().get()
    assert token not in str(row)
    assert invitation_of(token).email == NEW


def test_a_newcomer_chooses_a_password_agrees_and_works_here(send):
    browser = Client()
    page = browser.get(door(send()))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    token = page.request["PATH_INFO"].split("/")[3]

    response = browser.post(door(token), AGREED | {"name": "도로과 김"}, follow=True)

    assert response.request["PATH_INFO"] == "/desk/"
    person = User.objects.get(email=NEW)
    assert (person.role, str(person.department), person.pseudonym) == (
        "officer", "도로과", "도로과 김",
    )  # fmt: skip
    assert person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=person).verified
    assert has_consented(person, current_text("privacy"))
    assert AccessLog.objects.filter(subject=person, action="appoint-officer").exists()


def test_the_second_click_is_told_kindly(send):
    token = send()
    Client().post(door(token), AGREED)

    again = Client().post(door(token), AGREED)

    assert again.status_code == 410
    assert "이미 받아들인 초대" in again.content.decode()
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": ""}, "password"),
        ({"terms": "no"}, "terms"),
        ({"privacy": ""}, "privacy"),
        ({"name": "me@garam.example"}, "name"),
        ({"name": "x" * 50}, "name"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(send, wrong, field):
    page = Client().post(door(send()), AGREED | wrong)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not User.objects.filter(email=NEW).exists()
    assert Invitation.objects.get().accepted_at is None


def test_somebody_with_an_account_signs_in_and_takes_the_role(send, resident, sign_in):
    token = send(resident.email.upper())
    asked = Client().get(door(token)).content.decode()
    assert "/accounts/login/?next=" in asked

    browser = sign_in(resident)
    assert browser.get(door(token)).status_code == 200
    browser.post(door(token))

    resident.refresh_from_db()
    assert resident.role == "officer"
    assert "이미 받아들인" in browser.post(door(token)).content.decode()


def test_nobody_takes_the_invitation_of_somebody_else(send, neighbour, sign_in):
    token = send()
    browser = sign_in(neighbour)

    assert "다른 이메일" in browser.get(door(token)).content.decode()
    browser.post(door(token))

    neighbour.refresh_from_db()
    assert neighbour.role == "resident"
    with pytest.raises(InvitationRefused):
        accept(invitation=Invitation.objects.get(), person=neighbour)


def test_an_expert_needs_no_department(send):
    Client().post(door(send(role="expert")), AGREED)

    assert User.objects.get(email=NEW).role == "expert"


def test_a_link_ends_after_two_weeks_and_a_new_letter_opens_again(send, administrator):
    long_ago = timezone.now() - timedelta(days=15)
    token = send(at=long_ago)
    assert "기간이 끝났습니다" in Client().get(door(token)).content.decode()
    with pytest.raises(InvitationRefused):
        accept_as_newcomer(invitation=Invitation.objects.get(), password=PASSWORD)

    send_again(invitation=Invitation.objects.get(), by=administrator)
    send_waiting_invitations()

    assert Client().get(door(token)).status_code == 404
    assert Client().get(door(token_in(mail.outbox[-1]))).status_code == 200


def test_an_invitation_is_taken_back_once(send, administrator, sign_in):
    token, browser = send(), sign_in(administrator)
    pk = Invitation.objects.get().pk

    browser.post(f"{PAGE}{pk}/withdraw/")
    again = browser.post(f"{PAGE}{pk}/withdraw/", follow=True).content.decode()

    assert "취소된 초대" in again
    assert Client().get(door(token)).status_code == 410
    assert browser.post(f"{PAGE}{pk}/again/", follow=True).status_code == 200
    assert Invitation.objects.get().letter_due_at is None


def test_with_the_mail_server_down_the_letter_waits_and_the_page_says_so(
    administrator, settings, sign_in
):
    now = timezone.now()
    invite(emails=[NEW], role="officer", department=f.department(), by=administrator, at=now)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.accounts.test_invite.BrokenServer"

    assert send_waiting_invitations(now) == 0
    assert send_waiting_invitations(now) == 0  # not again in the same moment

    waiting = Invitation.objects.get()
    assert (waiting.letter_tries, waiting.letter_sent_at) == (1, None)
    assert "보내지 못했습니다" in sign_in(administrator).get(PAGE).content.decode()
    settings.EMAIL_BACKEND = working
    assert send_waiting_invitations(now + timedelta(hours=3)) == 1
    assert Client().get(door(token_in(mail.outbox[-1]))).status_code == 200


def test_a_server_that_is_down_for_a_day_is_asked_ever_more_rarely(administrator, settings):
    settings.EMAIL_BACKEND = "tests.accounts.test_invite.BrokenServer"
    now = timezone.now()
    invite(emails=[NEW], role="officer", department=f.department(), by=administrator, at=now)

    for minutes in range(0, 24 * 60, 10):
        send_waiting_invitations(now + timedelta(minutes=minutes))

    assert 10 < Invitation.objects.get().letter_tries < 20


@pytest.mark.parametrize("emails", ["nobody", "", "a@b", f"{NEW}\nnobody", "x" * 300 + "@b.kr"])
def test_a_wrong_address_is_named_and_nobody_is_invited(administrator, sign_in, emails):
    data = {"emails": emails, "role": "officer", "department": f.department().pk}

    page = sign_in(administrator).post(PAGE, data)

    assert page.status_code == 422
    assert emails[:20] in page.content.decode()
    assert not Invitation.objects.exists()


def test_staff_need_a_department_and_an_unknown_role_is_refused(administrator, sign_in):
    browser = sign_in(administrator)

    assert browser.post(PAGE, {"emails": NEW, "role": "officer"}).status_code == 422
    assert browser.post(PAGE, {"emails": NEW, "role": "resident"}).status_code == 422
    assert not Invitation.objects.exists()


def test_who_works_here_or_is_invited_already_is_not_invited(send, administrator, officer, sign_in):
    send()
    browser = sign_in(administrator)
    department = f.department().pk

    for email in (officer.email, NEW.upper()):
        page = browser.post(PAGE, {"emails": email, "role": "manager", "department": department})
        assert page.status_code == 422, email
    with pytest.raises(InvitationRefused):
        invite(emails=[NEW], role="officer", department=None, by=administrator)
    assert Invitation.objects.count() == 1
    with pytest.raises(IntegrityError):
        Invitation.objects.create(email=NEW, expires_at=timezone.now(), digest="x")


def test_a_link_that_leads_nowhere_says_so(visitor):
    page = visitor.get(door("nothing"))

    assert page.status_code == 404
    assert "초대를 찾을 수 없습니다" in page.content.decode()


def test_addresses_of_people_who_never_came_are_forgotten(send):
    now = timezone.now()
    send(at=now - timedelta(days=200))
    send("second@garam.example", at=now - timedelta(days=30))

    assert erase_old_invitations(now) == 1
    assert Invitation.objects.get().email == "second@garam.example"


def test_an_official_sounding_name_is_for_those_who_work_here(send):
    send(role="expert")

    with pytest.raises(NameRefused):
        accept_as_newcomer(
            invitation=Invitation.objects.get(), password=PASSWORD, name="시청 관리자"
        )
    assert not User.objects.filter(email=NEW).exists()


def test_withdrawn_and_waiting_letters_are_not_sent(administrator):
    made = invite(emails=[NEW], role="officer", department=f.department(), by=administrator)
    withdraw_invitation(invitation=made[0], by=administrator)

    assert send_waiting_invitations() == 0
    assert not mail.outbox
