"""How it works, help, privacy policy, terms and accessibility: for everybody, in both languages."""

import pytest

from livinglab.kwcag import CHECKS

PAGES = ["about", "help", "privacy", "terms", "accessibility"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_anybody_can_read_it(visitor, page, language):
    response = visitor.get(f"/{page}/?lang={language}")

    text = response.content.decode()
    assert response.status_code == 200
    assert text.count("<h1") == 1
    assert f'<html lang="{language}"' in text
    assert "csrfmiddlewaretoken" not in text


def test_the_promise_shows_the_city_s_own_numbers(visitor, city):
    city.answer_days, city.support_days = 17, 41
    city.save()

    page = visitor.get("/about/").content.decode()

    assert "17일(근무일)" in page
    assert "41일" in page


@pytest.mark.parametrize(
    "item",
    ["목적", "항목", "보유 기간", "제3자", "맡기", "국외", "지우나요", "민감한", "가명", "권리",
     "법정대리인", "쿠키", "안전하게", "보호책임자", "031-000-0000", "10일", "프로그램이 정하는"],
)  # fmt: skip
def test_the_privacy_policy_says_all_that_the_law_asks_for(visitor, item):
    assert item in visitor.get("/privacy/").content.decode()


def test_every_page_leads_to_the_privacy_policy(visitor):
    assert 'href="/privacy/"' in visitor.get("/about/").content.decode()


def test_all_33_checks_are_listed_with_their_state(visitor):
    page = visitor.get("/accessibility/").content.decode()

    assert len(CHECKS) == 33
    assert all(check.clause in page and check.name["ko"] in page for check in CHECKS)


def test_a_portal_without_a_city_still_explains_itself(client, db):
    for page in PAGES:
        assert client.get(f"/{page}/").status_code == 200
