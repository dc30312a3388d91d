"""Two who write the same report at once: neither loses a word, and each is told of the other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from city.words import words
from reports.models import Report
from reports.publish import ReportIsPublished, WordsChanged, write_words
from tests.reports.built import built

pytestmark = pytest.mark.django_db
FIRST = {"title_0": "첫째 제목", "title_1": "", "summary_0": "첫째가 쓴 요약", "summary_1": "",
         "words_0": "", "words_1": ""}  # fmt: skip
SECOND = FIRST | {"title_0": "둘째 제목", "summary_0": "둘째가 쓴 요약"}


@pytest.fixture
def draft(city):
    return Report.objects.create(slug="draft", title=words("초안"))


@pytest.fixture
def desk(draft, officer, sign_in):
    browser, address = sign_in(officer), f"/desk/reports/{draft.pk}/"

    class Desk:
        def opens(self) -> str:
            return _seen(browser.get(address).content.decode())

        def saves(self, said, seen):
            return browser.post(address, said | {"seen": seen})

    return Desk()


def _seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def saved(draft) -> str:
    draft.refresh_from_db()
    return draft.summary["ko"]


def test_the_second_sees_both_texts_and_saves_again(desk, draft):
    one, other = desk.opens(), desk.opens()
    assert desk.saves(FIRST, one).status_code == 302

    clash = desk.saves(SECOND, other)

    page = clash.content.decode()
    assert clash.status_code == 409
    assert "다른 사람이 이 글을 저장했습니다" in page
    assert "둘째가 쓴 요약" in page.split('id="theirs-title"')[0]
    assert "첫째가 쓴 요약" in page.split('id="theirs-title"')[1]
    assert saved(draft) == "첫째가 쓴 요약"

    assert desk.saves(SECOND, _seen(page)).status_code == 302
    assert saved(draft) == "둘째가 쓴 요약"


def test_a_mistake_in_a_field_does_not_hide_the_other_writer(desk, draft):
    seen = desk.opens()
    desk.saves(FIRST, desk.opens())

    wrong = desk.saves(SECOND | {"title_0": ""}, seen)
    again = desk.saves(SECOND, _seen(wrong.content.decode()))

    assert (wrong.status_code, again.status_code) == (200, 409)
    assert saved(draft) == "첫째가 쓴 요약"


def test_a_second_click_and_the_same_words_are_no_clash(desk, draft):
    seen = desk.opens()

    for _click in range(2):
        assert desk.saves(FIRST, seen).status_code == 302
    assert saved(draft) == "첫째가 쓴 요약"


def test_residents_write_no_words(draft, resident):
    with pytest.raises(PermissionDenied):
        write_words(report=draft, title=words("x"), summary=words(""), words=words(""), by=resident)


def test_nobody_writes_into_what_is_published_meanwhile(draft, officer, manager):
    stale = Report.objects.get(pk=draft.pk)
    now = timezone.now()
    Report.objects.filter(pk=draft.pk).update(built_at=now, published_at=now, published_by=manager)

    with pytest.raises(ReportIsPublished):
        write_words(report=stale, title=words("x"), summary=words("y"), words=words(""), by=officer)


def test_a_clash_is_one_sentence(draft, officer):
    with pytest.raises(WordsChanged, match="필요한 내용을 합쳐"):
        write_words(
            report=draft, title=words("x"), summary=words(""), words=words(""), by=officer,
            seen="of another time",
        )  # fmt: skip


def test_words_on_the_page_come_with_every_button(populated, manager, sign_in):
    report = built(kind="city", by=manager)
    browser, address = sign_in(manager), f"/desk/reports/{report.pk}/"
    seen = _seen(browser.get(address).content.decode())

    browser.post(f"{address}choose/", FIRST | {"seen": seen, "figures": ["proposals_received"]})
    assert saved(report) == "첫째가 쓴 요약"

    refused = browser.post(f"{address}publish/", SECOND | {"seen": seen})
    assert refused.status_code == 409
    assert "둘째가 쓴 요약" in refused.content.decode()
    assert not Report.objects.get(pk=report.pk).is_published

    browser.post(f"{address}publish/", SECOND | {"seen": _seen(refused.content.decode())})
    assert Report.objects.get(pk=report.pk).is_published
    assert saved(report) == "둘째가 쓴 요약"


@pytest.mark.parametrize("act", ["publish", "choose"])
def test_the_address_of_a_refused_form_answers_a_switch_of_language(draft, manager, sign_in, act):
    answer = sign_in(manager).get(f"/desk/reports/{draft.pk}/{act}/?lang=ko")

    assert answer["Location"] == f"/desk/reports/{draft.pk}/"
