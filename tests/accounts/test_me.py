"""/me/: the inbox, the settings, the consents, leaving."""

import pytest

from accounts.consent import current_text, give_consent, has_consented
from accounts.models import Delivery, User
from accounts.tell import tell
from city.words import words


def news(person, **fields):
    fields = {"kind": "decision", "thread": "proposal:1", "url": "/help/"} | fields
    return tell(people=[person], title=words("채택했습니다"), **fields)


def test_opening_news_marks_it_read_and_goes_there(resident, sign_in):
    news(resident)
    delivery = Delivery.objects.get()

    response = sign_in(resident).get(f"/me/inbox/{delivery.pk}/")

    assert response.url == "/help/"
    delivery.refresh_from_db()
    assert delivery.read_at


def test_all_news_can_be_marked_as_read(resident, sign_in):
    news(resident)
    news(resident)

    sign_in(resident).post("/me/inbox/read/")

    assert not Delivery.objects.unread_of(resident).exists()


def test_nobody_opens_somebody_else_s_news(resident, neighbour, sign_in):
    news(resident)

    assert sign_in(neighbour).get(f"/me/inbox/{Delivery.objects.get().pk}/").status_code == 404


def test_a_long_inbox_costs_the_same(resident, sign_in, django_assert_max_num_queries):
    for _n in range(25):
        news(resident)
    client = sign_in(resident)

    with django_assert_max_num_queries(8):
        page = client.get("/me/inbox/")

    assert page.status_code == 200


def test_a_display_name_can_be_chosen(resident, sign_in):
    sign_in(resident).post("/me/settings/name/", {"pseudonym": "  동네   산책가 "})

    resident.refresh_from_db()
    assert resident.pseudonym == "동네 산책가"


@pytest.mark.parametrize(
    "wrong",
    ["", "가", "me@example.kr", "010-1234-5678", "0 1 0 1 2 3 4 5 6 7", "www.shop.kr", "가람시청",
     "맑은 은행나무 1002", "가" * 41],
)  # fmt: skip
def test_a_name_that_gives_contact_or_confuses_is_refused_kindly(
    resident, neighbour, sign_in, wrong
):
    before = resident.pseudonym

    page = sign_in(resident).post("/me/settings/name/", {"pseudonym": wrong})

    resident.refresh_from_db()
    assert resident.pseudonym == before
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize(
    "hidden",
    ["\u200b\u200b\u200b", "의정부시\u200b청", "관\u3164리자", "ａｄｍｉｎ", "\u202eadmin"],
)
def test_a_name_hides_nothing_behind_letters_that_nobody_sees(resident, sign_in, hidden):
    before = resident.pseudonym

    response = sign_in(resident).post("/me/settings/name/", {"pseudonym": hidden})

    resident.refresh_from_db()
    assert (response.status_code, resident.pseudonym) == (422, before)


def test_html_in_a_name_is_only_text(resident, sign_in):
    client = sign_in(resident)
    client.post("/me/settings/name/", {"pseudonym": "<b>굵은</b> 이름"})

    assert "<b>굵은" not in client.get("/me/settings/").content.decode()


def test_a_new_name_can_be_made_up(resident, sign_in):
    before = resident.pseudonym

    sign_in(resident).post("/me/settings/new-name/")

    resident.refresh_from_db()
    assert resident.pseudonym != before


def test_news_is_stopped_and_started_on_the_settings_page(resident, sign_in):
    client, text = sign_in(resident), current_text("contact")

    client.post("/me/settings/news/", {"rhythm": "never"})
    resident.refresh_from_db()
    assert resident.rhythm == "never"
    assert not has_consented(resident, text)

    client.post("/me/settings/news/", {"told_by": "email", "rhythm": "weekly"})
    resident.refresh_from_db()
    assert resident.rhythm == "weekly"
    assert has_consented(resident, text)


@pytest.mark.parametrize(
    "given", [{}, {"rhythm": "hourly"}, {"told_by": "letter", "rhythm": "daily"},
              {"told_by": "text", "rhythm": "daily"}],
)  # fmt: skip
def test_what_is_not_open_to_a_person_cannot_be_chosen(resident, sign_in, given):
    answer = sign_in(resident).post("/me/settings/news/", given)

    resident.refresh_from_db()
    assert answer.status_code == 422
    assert (resident.told_by, resident.rhythm) == ("email", "daily")


def test_optional_details_are_given_and_taken_back_on_the_same_page(resident, sign_in):
    client = sign_in(resident)

    client.post("/me/settings/profile/", {"profile": "yes", "birth_year": "1990", "sex": "m"})
    resident.refresh_from_db()
    assert (resident.birth_year, resident.sex) == (1990, "m")

    client.post("/me/settings/profile/", {"profile": "no", "birth_year": "1990", "sex": "m"})
    resident.refresh_from_db()
    assert (resident.birth_year, resident.sex) == (None, "")
    assert not has_consented(resident, current_text("profile"))


def test_a_consent_is_taken_back_with_one_press(resident, sign_in):
    text = current_text("profile")
    give_consent(person=resident, text=text)
    client = sign_in(resident)
    assert f"/me/consents/{text.pk}/withdraw/" in client.get("/me/consents/").content.decode()

    client.post(f"/me/consents/{text.pk}/withdraw/")

    assert not has_consented(resident, text)


def test_a_consent_given_twice_can_be_taken_back_too(resident, sign_in):
    text = current_text("contact")
    for _again in range(2):
        give_consent(person=resident, text=text)

    assert sign_in(resident).post(f"/me/consents/{text.pk}/withdraw/").status_code == 302
    assert not has_consented(resident, text)


def test_a_required_consent_is_taken_back_by_leaving(resident, sign_in):
    text = current_text("privacy")
    give_consent(person=resident, text=text)

    assert sign_in(resident).post(f"/me/consents/{text.pk}/withdraw/").status_code == 404


def test_leaving_asks_once_and_says_what_stays(resident, sign_in):
    client = sign_in(resident)
    page = client.get("/me/leave/").content.decode()
    assert "이름 없이 남는 것" in page

    client.post("/me/leave/", {})
    assert User.objects.get(pk=resident.pk).erased_at is None

    response = client.post("/me/leave/", {"sure": "on"})
    assert response.url == "/"
    assert User.objects.get(pk=resident.pk).erased_at


def test_staff_are_told_what_to_do_before_they_leave(officer, sign_in):
    page = sign_in(officer).post("/me/leave/", {"sure": "on"}).content.decode()

    assert "관리자에게" in page
