"""Whoever opens a page finds the same frame: skip link, demo mark, language, help, privacy."""

import re

import pytest
from django import forms
from django.test import Client

from city.models import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(city, client):
    """The page for an address that does not exist: the frame and nothing else."""

    def get(address="/nowhere/", **kwargs):
        return client.get(address, **kwargs).text

    return get


def test_a_keyboard_user_reaches_the_content_first(page):  # C2.4
    html = page()
    first_link = re.search(r"<a [^>]*>", html.split("<body", 1)[1])[0]
    assert 'href="#content"' in first_link
    assert '<main id="content" tabindex="-1">' in html


def test_a_korean_and_an_english_reader_each_find_their_language(page):  # C2.2, C3.7
    assert '<html lang="ko">' in page("/nowhere/?lang=ko")
    english = page("/nowhere/?lang=en")
    assert '<html lang="en">' in english
    assert 'lang="ko" hreflang="ko">한국어</a>' in english


def test_two_strangers_get_the_same_bytes(city):
    assert Client().get("/nowhere/").content == Client().get("/nowhere/").content


def test_a_stranger_comes_back_after_signing_in(page):
    assert "/accounts/login/?next=/nowhere/" in page()


def test_only_a_demonstration_says_so(page):
    assert "demo-mark" not in page()
    City.objects.update(is_demo=True)
    assert '<aside class="demo-mark"' in page()


def test_only_a_government_operator_claims_to_be_one(page):  # C3.1
    claim = "이 누리집은 대한민국 공식 전자정부 누리집입니다."
    assert claim not in page()
    City.objects.update(is_government=True)
    assert claim in page()


def test_help_and_privacy_are_on_every_page(page):  # C1.13, C4.6
    html = page()
    assert html.index("help-line") < html.index("site-footer")
    assert re.search(r'class="is-emphasised" href="/privacy/"', html)


def test_somebody_signed_in_finds_their_page_and_an_officer_the_desk(resident, officer, client):
    client.force_login(resident)
    html = client.get("/nowhere/").text
    assert 'href="/me/"' in html
    assert 'href="/desk/"' not in html
    client.force_login(officer)
    assert 'href="/desk/"' in client.get("/nowhere/").text


class Question(forms.Form):
    title = forms.CharField(label="Title", help_text="One line.", max_length=10)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)

    def clean(self):
        raise forms.ValidationError("The two do not fit together.")


def test_a_refused_form_says_what_and_where_and_keeps_the_words():  # C1.10, C3.8
    html = str(Question({"title": "far too long a title", "note": "kept <b>"}))
    summary = html.split("</div>", 1)[0]
    assert 'role="alert"' in summary
    assert "The two do not fit together." in html
    assert 'href="#id_title"' in html
    assert 'href="#id_kind"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'value="far too long a title"' in html
    assert "kept &lt;b&gt;" in html


def test_required_and_optional_fields_are_marked_alike():
    html = str(Question())
    assert html.count("field__need--required") == 2
    assert html.count('class="field__need"') == 1


def test_a_shared_cache_keeps_the_languages_apart(visitor):
    for page in ("/", "/about/", "/no-such-page/"):
        assert "Accept-Language" in visitor.get(page).headers["Vary"], page
