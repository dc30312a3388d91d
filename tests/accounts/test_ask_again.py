"""A text that people agreed to has a new version: they are asked at their next sign-in."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.consent import (
    current_text,
    give_consent,
    has_consented,
    refuse_consent,
    waiting_texts,
    withdraw_consent,
    write_text,
)
from accounts.models import User
from city.words import words
from tests import factories as f

PASSWORD = "correct horse battery"
PAGE = "/me/consents/new/"


def change(kind):
    """The city writes a new version."""
    old = current_text(kind)
    return write_text(
        kind=kind, title=old.title, purpose=words("새 목적"), items=old.items,
        retention=old.retention, refusal=old.refusal, is_required=old.is_required,
    )  # fmt: skip


@pytest.fixture
def member(city):
    person = f.UserFactory(email="member@example.test")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for kind in ("terms", "privacy", "age"):
        give_consent(person=person, text=current_text(kind))
    return person


def come_in(person, to=""):
    browser = Client()
    address = "/accounts/login/" + (f"?next={to}" if to else "")
    data = {"login": person.email, "password": PASSWORD} | ({"next": to} if to else {})
    return browser, browser.post(address, data)


def test_nobody_is_asked_while_nothing_has_changed(member):
    _browser, answer = come_in(member)

    assert answer["Location"] == "/me/"


def test_whoever_agreed_to_an_older_text_is_asked_and_goes_on(member):
    new = change("privacy")
    browser, answer = come_in(member, "/proposals/new/")
    assert answer["Location"] == f"{PAGE}?next=%2Fproposals%2Fnew%2F"
    assert "새 목적" in browser.get(answer["Location"]).content.decode()

    done = browser.post(answer["Location"], {"privacy": "yes", "next": "/proposals/new/"})

    assert done["Location"] == "/proposals/new/"
    assert has_consented(member, new)
    assert browser.get(PAGE)["Location"] == "/me/"  # a second click finds nothing to answer
    assert come_in(member)[1]["Location"] == "/me/"


@pytest.mark.parametrize("answer", ["no", "", "perhaps"])
def test_without_a_required_yes_one_does_not_go_on_and_is_told_what_to_do(member, sign_in, answer):
    new = change("terms")

    page = sign_in(member).post(PAGE, {"terms": answer})

    assert page.status_code == 422
    assert "탈퇴" in page.content.decode()
    assert not has_consented(member, new)


def test_a_no_to_an_optional_text_takes_back_what_was_given(member, sign_in):
    give_consent(person=member, text=current_text("profile"))
    User.objects.filter(pk=member.pk).update(birth_year=1958)
    change("profile")

    sign_in(member).post(PAGE, {"profile": "no"})

    member.refresh_from_db()
    assert member.birth_year is None
    assert waiting_texts(member) == []


def test_who_refused_or_took_back_an_optional_text_is_left_in_peace(member):
    refuse_consent(person=member, text=current_text("contact"))
    give_consent(person=member, text=current_text("profile"))
    withdraw_consent(person=member, text=current_text("profile"))
    change("contact"), change("profile")

    assert waiting_texts(member) == []


def test_the_page_leads_to_no_other_site(member, sign_in):
    change("terms")

    answer = sign_in(member).post(PAGE, {"terms": "yes", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/me/"


def test_a_visitor_is_sent_to_sign_in(visitor):
    assert "/accounts/login/" in visitor.get(PAGE)["Location"]
