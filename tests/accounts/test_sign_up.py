"""Joining: by e-mail, or through Kakao and Naver, with the same questions for everybody."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import RequestFactory

from accounts.consent import current_text, has_consented
from accounts.models import ConsentText, User
from maps.models import District

PASSWORD = "봄비 내리는 날 걷기 길"


def answers(**changed):
    return {
        "email": "new@example.test",
        "password1": PASSWORD,
        "age": "yes",
        "terms": "yes",
        "privacy": "yes",
    } | changed


def sign_up(client, **changed):
    return client.post("/accounts/signup/", answers(**changed))


def code_in(letter):
    return re.search(r"^\s+(\d{6})$", letter.body, re.MULTILINE)[1]


def test_nothing_is_chosen_beforehand(visitor):
    page = visitor.get("/accounts/signup/").content.decode()

    for name in ("age", "terms", "privacy", "contact", "profile"):
        radios = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert len(radios) == 2
        assert not any("checked" in radio for radio in radios)


def test_the_page_shows_what_the_law_asks_for_beside_each_question(visitor):
    page = visitor.get("/accounts/signup/").content.decode()

    for text in ConsentText.objects.all():
        for part in (text.purpose, text.items, text.retention, text.refusal):
            assert part["ko"] in page


def test_a_person_joins_confirms_and_comes_back_where_they_were(visitor, mailoutbox):
    response = visitor.post("/accounts/signup/?next=/help/", answers(next="/help/"))
    assert response.url.startswith("/accounts/confirm-email/")
    assert not visitor.get("/me/settings/").wsgi_request.user.is_authenticated

    response = visitor.post(response.url, {"code": code_in(mailoutbox[0]), "next": "/help/"})

    assert response.url == "/help/"
    person = User.objects.get(email="new@example.test")
    assert visitor.get("/me/settings/").wsgi_request.user == person
    assert re.fullmatch(r"\S+ \S+ \d+", person.pseudonym)
    assert EmailAddress.objects.get(user=person).verified


def test_the_letter_is_in_the_reader_s_language(visitor, mailoutbox):
    visitor.get("/accounts/signup/?lang=en")
    sign_up(visitor)

    assert "Your code for signing up" in mailoutbox[0].subject
    assert User.objects.get(email="new@example.test").language == "en"


def test_refusing_everything_optional_still_lets_one_join(visitor):
    sign_up(visitor, contact="no", profile="no")

    person = User.objects.get(email="new@example.test")
    assert has_consented(person, current_text("terms"))
    assert has_consented(person, current_text("privacy"))
    assert not has_consented(person, current_text("profile"))
    assert person.rhythm == "never"


def test_optional_details_are_kept_with_their_consent(visitor):
    home = District.objects.first()
    sign_up(
        visitor, profile="yes", birth_year="1948", sex="f", home_district=home.pk, contact="yes"
    )

    person = User.objects.get(email="new@example.test")
    assert (person.birth_year, person.sex, person.home_district) == (1948, "f", home)
    assert person.rhythm == "daily"


def test_optional_details_without_their_consent_are_asked_about_not_kept(visitor):
    response = sign_up(visitor, birth_year="1948")

    page = response.content.decode()
    assert "profile" in response.context["form"].errors
    assert 'value="1948"' in page
    assert not User.objects.filter(email="new@example.test").exists()


@pytest.mark.parametrize("name", ["age", "terms", "privacy"])
@pytest.mark.parametrize("answer", ["", "no"])
def test_nobody_joins_without_the_required_answers(visitor, name, answer):
    response = sign_up(visitor, **{name: answer})

    assert name in response.context["form"].errors
    assert 'value="new@example.test"' in response.content.decode()
    assert not User.objects.exists()


def test_a_child_is_told_kindly_what_to_do(visitor):
    page = sign_up(visitor, age="no").content.decode()

    assert "보호자" in page
    assert "031-000-0000" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "not an address"},
        {"email": ""},
        {"email": "a" * 300 + "@example.test"},
        {"password1": "short"},
        {"password1": ""},
        {"birth_year": "nineteen", "profile": "yes"},
        {"birth_year": "3000", "profile": "yes"},
        {"birth_year": "9" * 400, "profile": "yes"},
        {"sex": "robot", "profile": "yes"},
        {"home_district": "99999", "profile": "yes"},
        {"age": "<script>"},
        {"terms": "\u202eyes"},
    ],
)
def test_bad_input_is_explained_and_nothing_is_kept(visitor, wrong):
    response = sign_up(visitor, **wrong)

    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()
    assert not User.objects.exists()


def test_somebody_who_has_an_account_gets_a_letter_not_a_hint_on_the_page(
    visitor, resident, mailoutbox
):
    response = sign_up(visitor, email=resident.email)

    assert response.status_code == 302
    assert User.objects.count() == 1
    assert resident.email in mailoutbox[0].to
    assert "가입" in mailoutbox[0].subject


def test_a_demo_says_where_the_letters_are(visitor, city):
    city.is_demo = True
    city.save()

    page = visitor.get(sign_up(visitor).url).content.decode()

    assert "var/mail" in page


def test_social_buttons_only_where_they_are_switched_on(visitor, settings):
    assert "kakao" not in visitor.get("/accounts/login/").content.decode()

    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [{"client_id": "x", "secret": "y"}]}}
    assert "/accounts/kakao/login/" in visitor.get("/accounts/login/").content.decode()


@pytest.fixture
def from_kakao(visitor, settings):
    """A visitor who just came back from Kakao, which knows them as 4711."""
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [{"client_id": "x", "secret": "y"}]}}

    def come_back(email=""):
        request = RequestFactory().get("/accounts/kakao/login/callback/")
        SessionMiddleware(lambda _request: None).process_request(request)
        MessageMiddleware(lambda _request: None).process_request(request)
        request.user = AnonymousUser()
        login = SocialLogin(
            user=User(email=email),
            provider=get_adapter().get_provider(request, "kakao"),
            account=SocialAccount(provider="kakao", uid="4711"),
            email_addresses=[EmailAddress(email=email, verified=True)] if email else [],
        )
        login.state = {"next": "/help/"}
        with request_context(request):
            complete_social_login(request, login)
        request.session.save()
        visitor.cookies["sessionid"] = request.session.session_key
        return visitor

    return come_back


def test_kakao_opens_the_door_but_asks_the_same_questions(from_kakao):
    client = from_kakao()
    page = client.get("/accounts/3rdparty/signup/").content.decode()
    assert page.count('name="privacy"') == 2
    assert not User.objects.exists()

    refused = client.post("/accounts/3rdparty/signup/", {"age": "yes", "terms": "yes"})
    assert "privacy" in refused.context["form"].errors

    response = client.post(
        "/accounts/3rdparty/signup/", {"age": "yes", "terms": "yes", "privacy": "yes"}
    )

    person = User.objects.get()
    assert response.status_code == 302
    assert person.email is None
    assert has_consented(person, current_text("privacy"))
    assert client.get("/me/settings/").status_code == 200


def test_two_people_without_an_address_are_two_people(db):
    first, second = User.objects.create_user(), User.objects.create_user(email="")

    assert first.email is second.email is None


def test_naver_s_word_about_an_address_does_not_open_another_s_account(from_kakao, resident):
    client = from_kakao(email=resident.email)

    assert not client.get("/me/settings/").wsgi_request.user.is_authenticated
    assert not SocialAccount.objects.filter(user=resident).exists()
