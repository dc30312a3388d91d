"""A letter may carry an address that is only for its reader."""

from accounts import personal_links
from accounts.models import Update
from city.words import words


def address_of(update, person):
    return f"/mine/{person.pk}/" if person.language == "ko" else None


def news(kind):
    return Update(kind=kind, thread="test:1", url="/", title=words("소식"))


def test_a_reader_gets_an_address_of_their_own(resident, monkeypatch):
    monkeypatch.setattr(personal_links, "_makers", {})
    personal_links.register("question", f"{__name__}.address_of")

    assert personal_links.personal_link(news("question"), resident) == f"/mine/{resident.pk}/"


def test_news_without_a_question_has_only_its_public_address(resident):
    assert personal_links.personal_link(news("decision"), resident) is None
