"""Coming in, and going on where one was."""

import pytest
from allauth.account.models import EmailAddress

from tests.factories import UserFactory


@pytest.fixture
def member(city):
    person = UserFactory(email="member@example.test")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_a_page_for_members_asks_to_sign_in_and_goes_on_there(visitor, member):
    response = visitor.get("/me/settings/")
    assert response.url == "/accounts/login/?next=/me/settings/"
    assert 'value="/me/settings/"' in visitor.get(response.url).content.decode()

    response = visitor.post(
        "/accounts/login/",
        {
            "login": "Member@Example.test",
            "password": "correct horse battery",
            "next": "/me/settings/",
        },
    )

    assert response.url == "/me/settings/"


def test_a_wrong_password_is_explained_and_the_address_kept(visitor, member):
    page = visitor.post(
        "/accounts/login/", {"login": member.email, "password": "wrong"}
    ).content.decode()

    assert "비밀번호" in page
    assert f'value="{member.email}"' in page
    assert 'aria-invalid="true"' in page or 'role="alert"' in page


def test_next_never_leads_to_another_site(visitor, member):
    response = visitor.post(
        "/accounts/login/",
        {"login": member.email, "password": "correct horse battery", "next": "https://evil.test/"},
    )

    assert response.url == "/me/"


def test_passwords_may_be_pasted_and_shown(visitor):
    page = visitor.get("/accounts/login/").content.decode()

    assert "onpaste" not in page
    assert "show_password.js" in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="email"' in page


def test_a_forgotten_password_is_set_anew(visitor, member, mailoutbox):
    visitor.post("/accounts/password/reset/", {"email": member.email})

    address = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))
    response = visitor.get(address, follow=True)
    assert response.status_code == 200
    response = visitor.post(
        response.request["PATH_INFO"],
        {"password1": "새로 고른 긴 문장 하나", "password2": "새로 고른 긴 문장 하나"},
        follow=True,
    )
    member.refresh_from_db()
    assert member.check_password("새로 고른 긴 문장 하나")


def test_the_pages_of_the_account_speak_korean(sign_in, member):
    client = sign_in(member)

    for path in ("email/", "password/change/", "2fa/", "logout/", "3rdparty/"):
        page = client.get(f"/accounts/{path}", follow=True)
        assert page.status_code == 200, path
