"""A new report asks for its kind, then only for what that kind needs, and says kindly what cannot be."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from city.words import words
from maps.models import District, Succession
from proposals.models import Call
from reports.forms import NewReportForm
from reports.make import periods
from reports.make.asking import NotPossible
from reports.make.scope_of import codes_of, scope_of
from reports.models import Report, ReportKind
from reports.publish import start_report
from tests import factories as f
from tests.reports.built import finish

pytestmark = pytest.mark.django_db
MONTH = periods.last_ended("month", timezone.localdate())
THIS_MONTH = periods.period_around("month", MONTH.until + timedelta(days=1))


@pytest.fixture
def ask(city, officer):
    def _ask(kind, **about):
        return start_report(kind=kind, by=officer, **about)

    return _ask


def a_call(days_left: int) -> Call:
    now = timezone.now()
    return Call.objects.create(
        slug="winter", title=words("겨울 공모", "Winter call"), opens_at=now - timedelta(days=30),
        closes_at=now + timedelta(days=days_left),
    )  # fmt: skip


def split(old: District, *, on: date) -> list[District]:
    """The halves carry other codes; the old one ends."""
    halves = []
    for number in (1, 2):
        half = District.objects.get(pk=old.pk)
        half.pk, half.valid_from = None, on
        half.code = f"{int(old.code) + number}"
        half.name = words(f"{old.name['ko']}{number}")
        half.save()
        Succession.objects.create(before=old, after=half)
        halves.append(half)
    old.valid_to = on
    old.save()
    return halves


def test_a_week_runs_from_monday_to_sunday():
    week = periods.read("week", "2026-W43")

    assert (week.since, week.until) == (date(2026, 10, 19), date(2026, 10, 25))
    assert week.since.weekday() == 0
    assert str(week.name) == "2026년 43주"


@pytest.mark.parametrize(
    ("length", "key"),
    [("week", "2025-W53"), ("week", "0001-W01x"), ("month", "2026-13"), ("month", "2026-00"),
     ("year", "0000"), ("year", "가나다라"), ("month", ""), ("week", "９９９９-W01")],
)  # fmt: skip
def test_what_is_no_period_is_nothing(length, key):
    assert periods.read(length, key) is None


def test_only_what_has_ended_since_the_beginning_is_offered():
    found = periods.ended("month", date(2026, 3, 31), date(2025, 12, 24))

    assert [period.key for period in found] == ["2026-02", "2026-01", "2025-12"]
    assert periods.ended("month", date(2026, 3, 31), date(2026, 3, 1)) == []


def test_a_monthly_report_says_which_month(ask):
    report = ask("monthly", since=MONTH.since, until=MONTH.until)

    assert report.slug == f"monthly-{MONTH.key}"
    assert report.title["ko"] == f"{MONTH.name['ko']} 월간 보고서"
    assert (scope_of(report).since, scope_of(report).until) == (MONTH.since, MONTH.until)


@pytest.mark.parametrize(
    ("since", "until"),
    [(THIS_MONTH.since, None), (MONTH.since, MONTH.until - timedelta(days=1)),
     (MONTH.until, MONTH.since), (None, None),
     (THIS_MONTH.since, THIS_MONTH.until)],
)  # fmt: skip
def test_a_month_that_is_not_whole_or_not_over_is_refused(ask, since, until):
    with pytest.raises(NotPossible) as refused:
        ask("monthly", since=since, until=until)

    assert refused.value.field == "period"
    assert not Report.objects.exists()


def test_a_call_is_reported_when_it_is_over(ask):
    with pytest.raises(NotPossible, match="끝난 뒤에") as refused:
        ask("call", call=a_call(days_left=1))

    assert refused.value.field == "call"
    Call.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert ask("call", call=Call.objects.get()).title["en"] == "Report on a call: Winter call"


def test_a_report_is_about_what_its_kind_says(ask):
    with pytest.raises(NotPossible, match="골라 주세요"):
        ask("district")
    with pytest.raises(NotPossible, match="다른 것"):
        ask("city", pilot=f.make_pilot())


def test_a_district_of_another_time_is_refused(ask):
    old = District.objects.order_by("code").first()
    half, _other = split(old, on=timezone.localdate() - timedelta(days=10))

    with pytest.raises(NotPossible, match="없던 읍면동"):
        ask("district", district=District.objects.get(pk=old.pk))
    assert ask("district", district=half).district == half


def test_a_report_on_half_a_district_covers_what_it_was_made_from(ask):
    old = District.objects.order_by("code").first()
    first, _second = split(old, on=date(2024, 1, 1))
    quarter, _other = split(first, on=date(2025, 7, 1))

    assert codes_of(quarter) == (quarter.code, first.code, old.code)
    assert scope_of(ask("district", district=quarter)).districts == codes_of(quarter)


@pytest.mark.parametrize(
    "slug", ["corrections", "recompute.py", "a/b", "", "빈 칸", "x" * 81, "taken", "a\x00"]
)
def test_an_address_that_is_taken_or_none_is_refused(ask, slug):
    Report.objects.create(slug="taken", title=words("보고서"))
    if slug == "":
        assert ask("city", slug=slug).slug == f"city-{timezone.localdate()}"  # made from the kind
        return

    with pytest.raises(NotPossible) as refused:
        ask("city", slug=slug)

    assert refused.value.field == "slug"


def test_two_reports_of_a_day_get_two_addresses(ask):
    first = ask("city")
    assert first.slug == f"city-{timezone.localdate()}"
    finish(first)

    assert ask("city").slug == f"city-{timezone.localdate()}-2"


def test_residents_make_no_reports(city, resident):
    with pytest.raises(PermissionDenied):
        start_report(kind="city", by=resident)


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kind", ["city", "weekly", "monthly", "yearly", "district", "call", "pilot"]
)
def test_each_kind_asks_only_for_what_it_needs(city, officer, sign_in, kind):
    browser = sign_in(officer)

    assert f"/desk/reports/new/{kind}/" in browser.get("/desk/reports/new/").content.decode()
    fields = set(NewReportForm(kind=ReportKind.objects.get(pk=kind)).fields)
    assert browser.get(f"/desk/reports/new/{kind}/").status_code == 200
    needed = {"weekly": "period", "monthly": "period", "yearly": "period", "city": "title"}
    assert fields == {"title", "slug", needed.get(kind, kind)}


def test_an_officer_chooses_a_month_from_a_list(city, officer, sign_in):
    f.ProposalFactory(created_at=timezone.now() - timedelta(days=70))

    answer = sign_in(officer).post(
        "/desk/reports/new/monthly/",
        {"period": MONTH.key, "title_0": "", "title_1": "", "slug": ""},
    )

    report = Report.objects.get()
    assert answer["Location"] == f"/desk/reports/{report.pk}/"
    assert (report.since, report.until) == (MONTH.since, MONTH.until)


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("monthly", {"period": THIS_MONTH.key}, "이미 지난 달을 골라 주세요."),
        ("weekly", {"period": ""}, "이미 지난 주를 골라 주세요."),
        ("district", {"district": "999999"}, "어느 읍면동의 보고서인지 골라 주세요."),
        ("call", {"call": "x"}, "끝난 제안 공모를 골라 주세요."),
        ("city", {"slug": "corrections"}, "쓸 수 없는 주소입니다. 다른 주소를 적어 주세요."),
    ],
)
def test_a_refused_form_keeps_what_was_typed(city, officer, sign_in, kind, typed, sentence):
    answer = sign_in(officer).post(
        f"/desk/reports/new/{kind}/", {"title_0": "우리 보고서", **typed}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "우리 보고서" in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", ["city", "monthly", "district", "call", "pilot"])
def test_an_address_filled_with_nonsense_opens_an_empty_form(city, officer, sign_in, kind):
    odd = "pilot=%00&call=%00&district=x&title=1&period=zz&slug=%00"

    assert sign_in(officer).get(f"/desk/reports/new/{kind}/?{odd}").status_code == 200


def test_asking_twice_for_the_same_finds_the_one_that_is_being_built(ask):
    first = ask("monthly", since=MONTH.since, until=MONTH.until)
    assert ask("monthly", since=MONTH.since, until=MONTH.until) == first
    assert ask("monthly", since=MONTH.since, until=MONTH.until, slug="of-its-own") != first
    assert ask("monthly", since=MONTH.since, until=MONTH.until, title=words("다른")) != first


def test_capital_letters_in_an_address_are_written_small(city, officer, sign_in):
    sign_in(officer).post("/desk/reports/new/city/", {"slug": "Winter-2026"})
    assert Report.objects.get().slug == "winter-2026"


def test_a_kind_out_of_use_is_neither_offered_nor_made(city, officer, sign_in, ask):
    ReportKind.objects.filter(pk="weekly").update(is_open=False)
    browser = sign_in(officer)

    assert "/desk/reports/new/weekly/" not in browser.get("/desk/reports/new/").content.decode()
    answer = browser.get("/desk/reports/new/weekly/", follow=True)
    assert answer.redirect_chain == [("/desk/reports/new/", 302)]
    assert "더는 쓰지 않는 보고서 종류입니다." in answer.content.decode()
    with pytest.raises(NotPossible, match="더는 쓰지 않는"):
        ask("weekly", since=MONTH.since, until=MONTH.until)


def test_a_kind_about_nothing_that_is_there_says_so(city, officer, sign_in):
    page = sign_in(officer).get("/desk/reports/new/call/").content.decode()
    assert "아직 보고서를 만들 대상이 없습니다." in page
