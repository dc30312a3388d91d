"""Saying yes, saying no, and taking a yes back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts.consent import (
    answers_of,
    current_text,
    give_consent,
    has_consented,
    refuse_consent,
    seed_consent_texts,
    withdraw_consent,
    write_text,
)
from accounts.models import Consent, ConsentText
from city.words import words


def new_version(kind):
    old = current_text(kind)
    return write_text(
        kind=kind, title=old.title, purpose=words("달라진 목적"), items=old.items,
        retention=old.retention, refusal=old.refusal, is_required=old.is_required,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["terms", "privacy", "age", "contact", "profile"])
def test_every_text_says_what_the_law_asks_for_in_both_languages(kind):
    text = current_text(kind)

    for part in (text.title, text.purpose, text.items, text.retention, text.refusal):
        assert part["ko"]
        assert part["en"]


@pytest.mark.django_db
def test_seeding_twice_writes_each_text_once():
    seed_consent_texts()
    seed_consent_texts()

    assert ConsentText.objects.filter(kind="privacy").count() == 1


@pytest.mark.django_db
def test_an_unknown_text_is_not_made_up():
    with pytest.raises(ConsentText.DoesNotExist):
        current_text("pilot-12")


def test_the_latest_answer_counts(resident):
    text = current_text("profile")
    now = timezone.now()

    give_consent(person=resident, text=text, at=now)
    assert has_consented(resident, text)

    withdraw_consent(person=resident, text=text, at=now + timedelta(minutes=1))
    assert not has_consented(resident, text)

    give_consent(person=resident, text=text, at=now + timedelta(minutes=2))
    assert has_consented(resident, text)
    assert resident.consents.count() == 3
    assert len(answers_of(resident)) == 1


def test_a_new_version_asks_again(resident):
    give_consent(person=resident, text=current_text("profile"))

    text = new_version("profile")

    assert text.version == 2
    assert current_text("profile") == text
    assert not has_consented(resident, text)


def test_a_refusal_is_remembered(resident):
    text = current_text("profile")

    refuse_consent(person=resident, text=text)

    assert not has_consented(resident, text)
    assert answers_of(resident)[0].given is False


def test_taking_back_the_profile_consent_erases_the_profile(resident):
    resident.birth_year, resident.sex = 1948, "f"
    resident.save()
    text = current_text("profile")
    give_consent(person=resident, text=text)

    withdraw_consent(person=resident, text=text)

    resident.refresh_from_db()
    assert (resident.birth_year, resident.sex, resident.home_district) == (None, "", None)


def test_taking_back_the_mail_consent_stops_the_mail(resident):
    text = current_text("contact")
    give_consent(person=resident, text=text)

    withdraw_consent(person=resident, text=text)

    resident.refresh_from_db()
    assert resident.rhythm == "never"


@pytest.mark.django_db(transaction=True)
def test_what_was_agreed_to_cannot_be_edited(transactional_db):
    text = current_text("terms")

    with pytest.raises(DatabaseError):
        ConsentText.objects.filter(pk=text.pk).update(version=7)
    assert not Consent.objects.exists()
