"""/reports/openness/: tables from stored figures, each with an address to cite."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.days.cite import cite_all
from reports.days.keep import end_of, keep_day
from reports.days.series import on_day
from reports.figures import cut_key
from reports.models import DayFigure, Run

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/openness/"


def store(run, key, value, hidden=False, **cut):
    run.figures.create(
        key=key, cut=cut, cut_key=cut_key(cut), value=value, n=value, extra={}, is_suppressed=hidden
    )


@pytest.fixture
def run(city):
    yesterday = timezone.localdate() - timedelta(days=1)
    run = Run.objects.create(as_of=end_of(yesterday), finished_at=timezone.now())
    for cut in ({}, {"month": "2026-09"}, {"content": "comment"}):
        store(run, "texts_hidden", 11, **cut)
    store(run, "texts_hidden_by_reason", 9, reason="insult")
    store(run, "texts_hidden_by_reason", None, hidden=True, reason="personal")
    for cut in (
        {},
        {"month": "2026-10"},
        {"outcome": "declined"},
        {"month": "2026-10", "outcome": "declined"},
    ):
        store(run, "proposals_refused", 7, **cut)
    for cut in ({}, {"fund": "national"}, {"year": "2026"}):
        store(run, "budget_planned", 19_290_000_000, **cut)
        store(run, "budget_executed", 40.5, **cut)
    store(run, "pilots_by_budget", 1, budget="none")
    store(run, "partner_budget_planned", 300_000_000, partner="가람대학교")
    keep_day(run=run)
    return run


def text(visitor, address=ADDRESS):
    answer = visitor.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_night_it_says_so(city, visitor):
    assert "매일 밤" in text(visitor)


def test_a_city_without_anything_to_tell_has_no_empty_tables(city, visitor):
    Run.objects.create(as_of=timezone.now(), finished_at=timezone.now())

    page = text(visitor)

    assert "<table" not in page
    assert "아직 없습니다." in page


def test_everything_stands_in_tables_as_it_was_stored(run, visitor):
    page = text(visitor)

    assert "욕설·비방·혐오" in page
    assert "192억 9,000만원" in page
    assert "40.5" in page
    assert "비예산" in page
    assert "가람대학교" in page
    assert "국비" in page


def test_a_handful_of_a_rule_reads_hidden(run, visitor):
    row = text(visitor).partition("개인정보</th>")[2].partition("</tr>")[0]

    assert "비공개" in row or "가림" in row


def test_each_table_says_how_to_cite_it(run, visitor):
    page = text(visitor)
    day = timezone.localdate() - timedelta(days=1)

    assert f"/reports/figures/texts_hidden/{day}/" in page
    table = cite_all(on_day("texts_hidden_by_reason", day))
    assert table.checksum in page
    # … and the address that is cited says the same checksum.
    assert table.checksum in text(visitor, f"/reports/figures/texts_hidden_by_reason/{day}/")
    assert table.checksum in text(visitor, "/reports/figures/texts_hidden_by_reason/")


def test_a_value_that_changes_changes_the_checksum_of_its_table(run):
    day = timezone.localdate() - timedelta(days=1)
    before = cite_all(on_day("texts_hidden_by_reason", day)).checksum
    DayFigure.objects.filter(key="texts_hidden_by_reason", value=9).delete()

    assert cite_all(on_day("texts_hidden_by_reason", day)).checksum != before


def test_more_months_cost_no_more_queries(run, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as few:
        text(visitor)
    for month in range(1, 9):
        store(run, "texts_hidden", 3, month=f"2026-0{month}" if month != 9 else "2025-09")
        store(run, "partner_budget_planned", 5, partner=f"기관 {month}")
    with django_assert_max_num_queries(len(few)):
        text(visitor)


def test_in_english_too(run, visitor):
    page = text(visitor, f"{ADDRESS}?lang=en")

    assert "insult, slander or hate" in page
    assert "19,290,000,000 won" in page
