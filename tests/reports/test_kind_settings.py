"""The city adds kinds of reports, says what each shows, and takes them out of use; all of it is kept."""

import pytest

from accounts.models import SettingChange
from city.words import words
from reports.kinds import KINDS
from reports.make.choosing import SECTIONS, chosen
from reports.make.drafts import draft_what_ended
from reports.models import Report, ReportKind
from tests import factories as f
from tests.reports.test_drafts import NOVEMBER

pytestmark = pytest.mark.django_db
PAGE = "/desk/settings/report-kinds/"
SHORT = {
    "name_0": "동네 주간 소식", "name_1": "News of a district", "about": "district", "period": "week",
    "figures": ["done", "proposals_received"], "charts": [], "sections": ["answers"], "is_open": "on",
}  # fmt: skip


@pytest.fixture
def administer(city, administrator, sign_in):
    return sign_in(administrator)


def test_an_administrator_adds_a_kind_and_officers_find_it(administer, officer, sign_in):
    answer = administer.post(f"{PAGE}new/", SHORT)

    assert answer["Location"] == PAGE
    kind = ReportKind.objects.get(pk="news-of-a-district")
    assert (kind.about, kind.period, kind.is_open) == ("district", "week", True)
    assert (kind.figures, kind.charts, kind.sections) == (
        ["proposals_received", "done"], [], ["answers"],
    )  # fmt: skip
    assert kind.position > ReportKind.objects.get(pk="pilot").position
    page = sign_in(officer).get("/desk/reports/new/").content.decode()
    assert "/desk/reports/new/news-of-a-district/" in page


def test_a_second_click_adds_no_second_kind(administer):
    for _click in range(2):
        administer.post(f"{PAGE}new/", SHORT)

    assert ReportKind.objects.count() == len(KINDS) + 1


def test_a_kind_with_a_korean_name_alone_gets_an_address_too(administer):
    for name in ("봄 보고서", "가을 보고서"):
        administer.post(f"{PAGE}new/", SHORT | {"name_0": name, "name_1": ""})

    assert {"kind", "kind-2"} <= set(ReportKind.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("who", ["resident", "officer", "manager"])
def test_nobody_else_changes_kinds(city, request, sign_in, who):
    browser = sign_in(request.getfixturevalue(who))

    for address in (PAGE, f"{PAGE}new/", f"{PAGE}monthly/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, SHORT).status_code == 403
    assert ReportKind.objects.count() == len(KINDS)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"about": "pilot"}, "기간을 고를 수 없습니다."),
        ({"period": "", "drafts_itself": "on"}, "기간이 없으면 끝나는 때도 없습니다."),
        ({"name_0": ""}, "한국어를 먼저 적어 주세요"),
        ({"figures": ["no_such"]}, "목록에서 골라 주세요."),
    ],
)
def test_a_kind_that_cannot_be_says_why_and_keeps_what_was_typed(administer, wrong, sentence):
    answer = administer.post(f"{PAGE}new/", SHORT | wrong)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "News of a district" in answer.content.decode()
    assert ReportKind.objects.count() == len(KINDS)


def test_a_kind_is_taken_out_of_use_and_its_reports_stay(administer):
    f.ProposalFactory(created_at=NOVEMBER.replace(month=10))
    report = Report.objects.create(
        kind_id="yearly", slug="2024", title=words("2024년"), since="2024-01-01", until="2024-12-31"
    )
    kind = ReportKind.objects.get(pk="monthly")
    form = {"name_0": kind.name["ko"], "name_1": kind.name["en"], "drafts_itself": "on",
            "figures": [], "charts": [], "sections": list(SECTIONS)}  # fmt: skip
    for slug in ("monthly", "yearly"):
        administer.post(f"{PAGE}{slug}/", form)

    assert not ReportKind.objects.filter(pk__in=["monthly", "yearly"], is_open=True).exists()
    assert ReportKind.objects.get(pk="monthly").about == "city"  # what is fixed stays
    assert draft_what_ended(NOVEMBER) == []
    report.refresh_from_db()
    assert report.kind_id == "yearly"


def test_who_changed_what_is_kept(administer, administrator):
    administer.post(f"{PAGE}new/", SHORT)
    kept = SHORT | {"name_0": "동네 소식"}
    administer.post(f"{PAGE}news-of-a-district/", kept)

    new, changed = SettingChange.objects.order_by("pk")
    assert new.by == changed.by == administrator
    assert changed.row == "reports.reportkind:news-of-a-district"
    assert changed.before == {"name": words("동네 주간 소식", "News of a district")}
    page = administer.get(f"{PAGE}news-of-a-district/").content.decode()
    assert "동네 주간 소식" in page
    assert "말씀하신 것" in page or "answers" not in page


def test_of_two_who_change_a_kind_the_second_is_told(administer):
    administer.post(f"{PAGE}new/", SHORT)
    shown = administer.get(f"{PAGE}news-of-a-district/").content.decode()
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    administer.post(f"{PAGE}news-of-a-district/", SHORT | {"name_0": "첫째"})

    answer = administer.post(f"{PAGE}news-of-a-district/", SHORT | {"name_0": "둘째", "seen": seen})

    assert answer.status_code == 422
    assert "둘째" in answer.content.decode()
    assert ReportKind.objects.get(pk="news-of-a-district").name["ko"] == "첫째"


def test_a_report_shows_the_sections_of_its_kind_until_somebody_chooses_others():
    frozen = {"figures": [], "cuts": [], "charts": [], "definitions": [],
              "districts": {"rows": {"1": {}}}, "answers": [{}]}  # fmt: skip
    kind = ReportKind(slug="short", name=words("짧은 보고서"), sections=[])
    report = Report(kind=kind, frozen=frozen)

    assert not {"districts", "answers"} & chosen(report).keys()
    report.sections = ["answers"]
    assert set(SECTIONS) & chosen(report).keys() == {"answers"}
    kind.sections, report.sections = None, None
    assert set(SECTIONS) <= chosen(report).keys()
