"""/desk/settings/: every row of the city's, with its form and its history."""

import json
import re

import pytest
from django.urls import reverse

from accounts.consent import current_text, give_consent, waiting_texts
from accounts.models import ConsentText, LevelRight, PolicyText, SettingChange
from accounts.settings_rows import by_groups, rows_called
from city.models import Category, City, DayOff, Delegation, Department
from city.words import words
from maps.models import District
from proposals.models import (
    AnswerTemplate,
    AssignmentRule,
    Call,
    Criterion,
    DistrictThreshold,
)
from tests import factories as f

OVERVIEW = "/desk/settings/"
CODES = [rows.code for _name, pages in by_groups() for rows in pages]
INPUT = re.compile(r'<input type="hidden" name="seen" value="([^"]*)"')


@pytest.fixture
def admin(administrator, sign_in):
    return sign_in(administrator)


def address(code, key=None):
    return f"{OVERVIEW}{code}/" + (f"{key}/" if key else "")


def filled(client, url):
    """What a browser would send: every field as it stands there, and what was shown."""
    page = client.get(url)
    form = page.context["form"]
    data = {"seen": INPUT.search(page.content.decode())[1]}
    for field in form:
        data |= sent_by(field)
    return data


def sent_by(field):
    value = field.value()
    if hasattr(field.field, "fields"):  # words in two languages
        parts = field.field.widget.decompress(value)
        return {f"{field.html_name}_{n}": part for n, part in enumerate(parts)}
    if isinstance(value, bool):
        return {field.html_name: "on"} if value else {}
    if value is None:
        return {}
    widget = field.field.widget
    return {field.html_name: widget.format_value(value) if hasattr(widget, "format") else value}


# What an administrator types on each page to change or to add something.
TYPED = {
    "city": {"phone": "031-111-2222"},
    "bounds": {"lon": "127.051"},
    "departments": {"code": "parks", "name_0": "공원과", "name_1": "Parks", "is_open": "on"},
    "categories": {"slug": "noise", "name_0": "소음", "position": "3", "is_open": "on"},
    "days-off": {"date": "2027-05-04", "name_0": "개청 기념일", "name_1": "Founding day"},
    "clocks": {"support_threshold": "25"},
    "rules": {"smallest_group": "7"},
    "calls": {
        "slug": "winter", "title_0": "겨울 공모", "opens_at": "2027-01-01T09:00",
        "closes_at": "2027-02-01T18:00",
    },
    "district-thresholds": {"support_threshold": "10"},
    "assignment": {},
    "delegations": {"decision": "closed:declined", "from_amount": "0", "from_support": "100",
                    "approver": "manager"},
    "templates": {"name": "감사", "text": "{title} 제안에 감사드립니다.", "position": "0"},
    "criteria": {"name_0": "효과", "position": "1", "is_open": "on"},
    "carriers": {"cost_won": "31"},
    "moderation": {"kind": "words", "effect": "flag", "phrases": "바보", "limit": "10"},
    "report-kinds": {"name_0": "분기 보고서", "about": "city", "is_open": "on"},
    "rights": {"visitor-comment": ""},
    "consents": {"purpose_0": "새 목적입니다."},
    "privacy-policy": {"text_0": "## 처리방침\n\n새 글입니다."},
    "terms": {"text_0": "## 약관\n\n새 글입니다."},
}  # fmt: skip


def typed(code):
    data = dict(TYPED[code])
    if code == "district-thresholds":
        data["district"] = District.objects.get(name__ko="서편동").pk
    if code == "assignment":
        data |= {"category": f.category().pk, "department": f.department().pk}
    return data


def place_of(code):
    """Where that is typed: the form of what there is one of, or of a new row."""
    if code == "consents":
        current_text("privacy")
        return address(code, ConsentText.objects.get(kind="privacy").pk)
    if code == "carriers":
        return address(code, rows_called(code).form.rows().get(kind="alimtalk").pk)
    return address(code) if rows_called(code).is_one else address(code, "new")


@pytest.mark.parametrize("who", ["resident", "expert", "officer", "manager"])
def test_only_administrators_open_the_settings(who, request, sign_in):
    client = sign_in(request.getfixturevalue(who))

    for place in ["", "history/", "invitations/", *(f"{code}/" for code in CODES)]:
        assert client.get(OVERVIEW + place).status_code == 403, place
        assert client.post(OVERVIEW + place, {"phone": "1"}).status_code == 403, place
    for code in CODES:
        for place in (f"{code}/new/", f"{code}/1/", f"{code}/1/remove/"):
            assert client.post(OVERVIEW + place, {"phone": "1"}).status_code == 403, place


def test_a_visitor_is_sent_to_sign_in(visitor):
    assert visitor.get(OVERVIEW).status_code == 302
    assert visitor.post(address("city"), {"phone": "1"}).status_code == 302
    assert City.objects.get().phone != "1"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_of_the_settings_opens_in_both_languages(admin, language):
    for code in CODES:
        assert admin.get(address(code), {"lang": language}).status_code == 200, code
        page = admin.get(place_of(code), {"lang": language})
        assert page.status_code == 200, code
        assert "Select an option" not in page.content.decode(), code
    assert admin.get(OVERVIEW, {"lang": language}).status_code == 200


@pytest.mark.parametrize("code", CODES)
def test_every_form_saves_and_writes_its_history(admin, administrator, code):
    url = place_of(code)
    data = filled(admin, url) | typed(code)
    data = {name: value for name, value in data.items() if value != ""}

    response = admin.post(url, data)

    assert response.status_code == 302, response.context["form"].errors
    change = SettingChange.objects.get()
    assert change.by == administrator
    assert change.after
    page = admin.get(OVERVIEW + "history/").content.decode()
    assert change.name in page.replace("&#x27;", "'")


@pytest.mark.parametrize("code", CODES)
def test_a_form_that_changes_nothing_writes_nothing(admin, code):
    if rows_called(code).is_one or not rows_called(code).may_add:
        url = place_of(code)
        data = filled(admin, url)
        admin.post(url, data)
        first = SettingChange.objects.count()  # of a policy, saving ours makes it the city's
        admin.post(url, filled(admin, url))
        assert SettingChange.objects.count() == first


@pytest.mark.parametrize("code", [code for code in CODES if not rows_called(code).is_one])
def test_the_second_click_adds_no_second_row(admin, code):
    url = place_of(code)
    data = filled(admin, url) | typed(code)

    admin.post(url, data)
    admin.post(url, data)

    assert SettingChange.objects.count() == 1


@pytest.mark.parametrize("code", CODES)
def test_nonsense_is_refused_and_what_was_typed_is_kept(admin, code):
    url = place_of(code)
    names = list(filled(admin, url))
    for nonsense in ["\x00", "가" * 40_000, "1e308", "9" * 30, "-1", "nan"]:
        response = admin.post(url, dict.fromkeys(names, nonsense))
        assert response.status_code in (302, 400, 422), (code, nonsense)


def test_the_history_tells_who_changed_what_in_words(admin, administrator, city):
    url = address("categories", f.category().pk)
    safety = f.department("safety", "안전과", "Safety")

    admin.post(url, filled(admin, url) | {"department": safety.pk, "name_0": "걷기"})

    page = admin.get(url).content.decode()
    assert "보행 → 걷기" in page
    assert "도로과 → 안전과" in page
    assert administrator.pseudonym in page
    change = SettingChange.objects.get()
    assert change.before["department"] == f.department().pk
    assert set(change.after) == {"department", "name"}


def test_a_row_that_is_used_stays_and_the_sentence_says_by_what(admin):
    proposal = f.ProposalFactory()
    url = address("categories", proposal.category_id)

    page = admin.post(url + "remove/", follow=True).content.decode()

    assert "제안" in page
    assert "지울 수 없습니다" in page
    assert Category.objects.filter(pk=proposal.category_id).exists()
    assert not SettingChange.objects.exists()


def test_a_row_that_others_would_follow_into_nothing_stays(admin):
    """A rule would be swept away together with its category."""
    category = Category.objects.create(slug="noise", name=words("소음"))
    AssignmentRule.objects.create(category=category, department=f.department())

    admin.post(address("categories", category.pk) + "remove/")

    assert AssignmentRule.objects.exists()


def test_an_unused_row_goes_and_the_history_keeps_what_it_was(admin):
    day = DayOff.objects.create(date="2027-05-04", name=words("개청 기념일"))

    admin.post(address("days-off", day.pk) + "remove/")
    again = admin.post(address("days-off", day.pk) + "remove/")

    assert again.status_code == 404
    assert not DayOff.objects.exists()
    assert SettingChange.objects.get().before["date"] == "2027-05-04"
    assert "2027년 5월 4일" in admin.get(OVERVIEW + "history/").content.decode()


def test_the_second_of_two_editors_is_told_and_loses_nothing(admin, sign_in, city):
    other = sign_in(f.UserFactory(role="admin"))
    url = address("clocks")
    shown_to_both = filled(admin, url)
    other.post(url, shown_to_both | {"support_threshold": "20"})

    response = admin.post(url, shown_to_both | {"answer_days": "21"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "다른 사람이 먼저" in page
    assert 'value="21"' in page
    city.refresh_from_db()
    assert (city.support_threshold, city.answer_days) == (20, 14)

    admin.post(url, shown_to_both | {"answer_days": "21", "seen": INPUT.search(page)[1]})
    city.refresh_from_db()
    assert city.answer_days == 21


def test_two_pages_of_the_same_row_do_not_disturb_each_other(admin, city):
    shown = filled(admin, address("clocks"))
    admin.post(address("city"), filled(admin, address("city")) | {"phone": "031-1"})

    assert admin.post(address("clocks"), shown | {"answer_days": "21"}).status_code == 302


def test_the_map_is_fitted_to_the_outlines_with_one_button(admin, city):
    City.objects.update(west=120, east=130)
    page = admin.get(address("bounds"))
    box = page.context["box"] | {"seen": page.context["seen"]}

    assert 'name="west" value="127.0"' in page.content.decode()
    admin.post(address("bounds"), box)

    city.refresh_from_db()
    assert city.bounds == (f.WEST, f.SOUTH, f.EAST, f.NORTH)
    assert admin.get(address("bounds")).context["fits"]


def test_edges_that_do_not_surround_the_centre_are_refused(admin, city):
    data = filled(admin, address("bounds")) | {"west": "127.09", "east": "127.0"}

    assert admin.post(address("bounds"), data).status_code == 422


def test_national_holidays_stand_beside_the_citys_own(admin):
    page = admin.get(address("days-off")).content.decode()

    assert "설날" in page


def test_codes_stay_as_they_are(admin):
    url = address("departments", f.department().pk)

    admin.post(url, filled(admin, url) | {"code": "other", "phone": "031-1"})

    assert Department.objects.get(phone="031-1").code == "road"


def test_a_delegation_row_of_the_same_size_is_refused_kindly(admin):
    Delegation.objects.create(status="closed", outcome="declined", from_support=100)
    url = address("delegations", "new")

    response = admin.post(url, TYPED["delegations"] | {"approver": "admin"})

    assert response.status_code == 422
    assert Delegation.objects.count() == 1


def test_a_delegation_names_its_decision(admin):
    """An empty form saved by mistake must not send every review through approval."""
    url = address("delegations", "new")

    shown_first, _label = admin.get(url).context["form"].fields["decision"].choices[0]

    response = admin.post(url, TYPED["delegations"] | {"decision": shown_first})

    assert response.status_code == 422
    assert not Delegation.objects.exists()


def test_a_delegation_is_called_what_the_desk_calls_the_decision(admin):
    admin.post(address("delegations", "new"), TYPED["delegations"])

    row = Delegation.objects.get()
    assert (row.status, row.outcome) == ("closed", "declined")
    assert "채택하지 않음" in admin.get(address("delegations")).content.decode()


def test_a_template_with_unknown_words_in_braces_is_refused(admin):
    data = TYPED["templates"] | {"text": "{nobody} 님께"}

    response = admin.post(address("templates", "new"), data)

    assert response.status_code == 422
    assert "{nobody}" in response.content.decode()
    assert not AnswerTemplate.objects.exists()


def test_a_call_closes_after_it_opens(admin):
    data = TYPED["calls"] | {"closes_at": "2026-12-01T09:00"}

    assert admin.post(address("calls", "new"), data).status_code == 422
    assert not Call.objects.exists()


def test_a_district_threshold_has_to_say_what_is_different(admin):
    data = {"district": District.objects.first().pk}

    assert admin.post(address("district-thresholds", "new"), data).status_code == 422
    assert not DistrictThreshold.objects.exists()


def test_rights_are_one_table_and_what_is_not_ticked_is_taken(admin):
    data = filled(admin, address("rights"))
    data.pop("guest-propose")

    admin.post(address("rights"), data)

    assert not LevelRight.objects.get(level="guest", right="propose").is_given
    change = SettingChange.objects.get()
    assert (change.before, change.after) == ({"guest-propose": True}, {"guest-propose": False})


def test_a_consent_text_gets_a_new_version_and_people_are_asked_again(admin, resident):
    old = current_text("privacy")
    give_consent(person=resident, text=old)
    url = address("consents", old.pk)

    admin.post(url, filled(admin, url) | {"purpose_0": "새 목적"})

    new = current_text("privacy")
    assert (new.version, new.is_required, str(new.items)) == (2, True, str(old.items))
    assert waiting_texts(resident) == [new]
    assert admin.get(url).status_code == 404  # an old version is history
    page = admin.get(address("consents", new.pk)).content.decode()
    assert "→ 새 목적" in page


def test_the_second_of_two_who_write_a_text_is_told(admin):
    url = address("consents", current_text("terms").pk)
    data = filled(admin, url)
    admin.post(url, data | {"title_0": "약관"})

    # The page was open all the time: its version is not the newest any more.
    assert admin.post(url, data | {"title_0": "이용약관"}).status_code == 404
    assert ConsentText.objects.filter(kind="terms").count() == 2


def test_the_citys_own_policy_begins_with_ours_and_takes_its_place(admin, visitor):
    url = address("privacy-policy")
    data = filled(admin, url)
    assert "## 1. 무엇을 왜 받고" in data["text_0"]

    admin.post(url, data | {"text_0": "## 우리 방침\n\n첫 줄\n둘째 줄\n\n- 하나\n- <b>둘</b>"})

    page = visitor.get("/privacy/").content.decode()
    assert "<h2>우리 방침</h2>" in page
    assert "<li>&lt;b&gt;둘&lt;/b&gt;</li>" in page
    assert "무엇을 왜 받고" not in page


def test_a_policy_that_counts_later_is_announced_and_earlier_ones_stay(admin, visitor):
    url = address("terms")
    admin.post(url, filled(admin, url) | {"text_0": "첫째 약관"})
    admin.post(url, filled(admin, url) | {"text_0": "둘째 약관", "counts_from": "2999-01-01"})

    page = visitor.get("/terms/").content.decode()
    assert "첫째 약관" in page
    assert "둘째 약관" not in page
    assert "2999년 1월 1일" in page
    assert "둘째 약관" in visitor.get("/terms/?version=2").content.decode()
    assert visitor.get("/terms/?version=3").status_code == 404
    assert PolicyText.objects.count() == 2


def test_a_policy_cannot_count_from_a_day_that_is_over(admin):
    url = address("terms")

    response = admin.post(url, filled(admin, url) | {"counts_from": "2020-01-01"})

    assert response.status_code == 422


def test_the_checklist_ticks_what_is_done(admin, city):
    City.objects.update(phone="", email="")
    before = {item.code: item.is_done for item in admin.get(OVERVIEW).context["checklist"]}
    City.objects.update(phone="031-1", email="city@example.test")
    admin.post(OVERVIEW + "checked/days-off/")
    admin.post(OVERVIEW + "checked/days-off/")
    after = {item.code: item.is_done for item in admin.get(OVERVIEW).context["checklist"]}

    assert (before["phone"], after["phone"]) == (False, True)
    assert (before["days-off"], after["days-off"]) == (False, True)
    assert SettingChange.objects.count() == 1
    assert admin.post(OVERVIEW + "checked/phone/").status_code == 404


def test_a_category_of_a_closed_department_is_on_the_checklist(admin):
    def is_done():
        items = admin.get(OVERVIEW).context["checklist"]
        return next(item.is_done for item in items if item.code == "categories")

    assert is_done()
    Department.objects.update(is_open=False)
    assert not is_done()


def test_what_was_only_looked_at_stands_in_the_history(admin):
    admin.post(OVERVIEW + "checked/consents/")

    page = admin.get(OVERVIEW + "history/").content.decode()
    assert "동의 문안 확인" in page
    assert "살펴봄" in page


def test_english_without_korean_is_refused(admin):
    data = {"name_1": "Effect", "position": "1"}

    response = admin.post(address("criteria", "new"), data)

    assert response.status_code == 422
    assert not Criterion.objects.exists()


def test_the_lists_ask_the_same_number_of_questions_for_any_number_of_rows(
    admin, django_assert_max_num_queries
):
    for n in range(30):
        DayOff.objects.create(date=f"2028-01-{n + 1:02}", name=words(f"휴무 {n}"))
        SettingChange.objects.create(
            row=f"city.category:{n}", name="x", before={"department": 1}, after={"department": 2}
        )

        AssignmentRule.objects.create(
            category=Category.objects.create(slug=f"c{n}", name=words(f"분야 {n}")),
            department=Department.objects.create(code=f"d{n}", name=words(f"부서 {n}")),
        )

    for code in ("days-off", "assignment", "categories"):
        with django_assert_max_num_queries(12):
            admin.get(address(code))
    with django_assert_max_num_queries(12):
        admin.get(OVERVIEW + "history/")


def test_nothing_of_people_stands_in_the_history(admin, officer):
    admin.post(address("assignment", "new"), typed("assignment") | {"officer": officer.pk})

    written = json.dumps(SettingChange.objects.get().after)
    assert officer.email not in written
    assert officer.pseudonym not in written
    assert officer.pseudonym in admin.get(OVERVIEW + "history/").content.decode()


def test_addresses_that_lead_nowhere(admin):
    for place in ["nothing/", "city/new/", "city/1/", "city/1/remove/", "consents/new/",
                  "categories/99999999999999999999999/", "privacy-policy/1/"]:  # fmt: skip
        ask = admin.post if "remove" in place else admin.get
        assert ask(OVERVIEW + place).status_code == 404, place
    assert reverse("desk_settings:overview") == OVERVIEW
