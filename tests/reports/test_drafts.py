"""The clock drafts what has ended, once, and reminds the managers of what nobody reported on."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery, Update
from city.words import words
from pilots.models import StageChange
from proposals.models import Call
from reports.make.drafts import draft_what_ended
from reports.make.missing import due_rows, remind_of_reports
from reports.models import Report, ReportKind
from reports.publish import publish
from tests import factories as f
from tests.reports.built import built

pytestmark = pytest.mark.django_db
NOVEMBER = timezone.make_aware(datetime(2026, 11, 1, 3, 40))


@pytest.fixture
def october(city):
    return f.ProposalFactory(created_at=NOVEMBER - timedelta(days=20))


def ended_call(days_ago: float, slug="night") -> Call:
    now = timezone.now()
    return Call.objects.create(
        slug=slug, title=words("밤길 공모"), opens_at=now - timedelta(days=90),
        closes_at=now - timedelta(days=days_ago),
    )  # fmt: skip


def ended_pilot(days_ago: float, **fields):
    pilot = f.make_pilot(stage="concluded", **fields)
    StageChange.objects.create(
        pilot=pilot, before="evaluating", after="concluded", reason="끝",
        at=timezone.now() - timedelta(days=days_ago),
    )  # fmt: skip
    return pilot


def drafts() -> set[str]:
    return set(Report.objects.values_list("slug", flat=True))


def test_the_month_that_ended_is_drafted_once(october):
    for hours in (0, 1, 24):
        draft_what_ended(NOVEMBER + timedelta(hours=hours))

    report = Report.objects.get()
    assert (report.slug, report.written_by, report.created_at) == (
        "monthly-2026-10",
        None,
        NOVEMBER,
    )
    assert not report.is_published


def test_a_year_that_ended_is_drafted_beside_its_last_month(october):
    draft_what_ended(timezone.make_aware(datetime(2027, 1, 1, 4, 40)))

    assert drafts() == {"monthly-2026-12", "yearly-2026"}


def test_a_clock_that_jumps_back_drafts_nothing_twice(october):
    for at in (NOVEMBER, NOVEMBER - timedelta(days=1), NOVEMBER + timedelta(days=40), NOVEMBER):
        draft_what_ended(at)

    assert drafts() == {"monthly-2026-10", "monthly-2026-11"}  # nothing was there in September


def test_a_portal_that_has_just_begun_drafts_nothing(city):
    f.ProposalFactory(created_at=NOVEMBER)

    assert draft_what_ended(NOVEMBER) == []


def test_a_kind_that_does_not_draft_itself_waits_for_an_officer(october):
    ReportKind.objects.update(drafts_itself=False)

    assert draft_what_ended(NOVEMBER) == []


def test_calls_pilots_and_districts_draft_themselves_where_the_city_wants_it(october):
    call, pilot = ended_call(1), ended_pilot(1)
    ended_call(9, slug="long-over")
    ReportKind.objects.update(drafts_itself=False)
    ReportKind.objects.filter(pk__in=["call", "pilot"]).update(drafts_itself=True)
    ReportKind.objects.filter(pk="district").update(drafts_itself=True, period="month")

    for _time in range(2):
        draft_what_ended(timezone.now())

    found = set(Report.objects.values_list("kind", "call", "pilot"))
    assert found == {("call", call.pk, None), ("pilot", None, pilot.pk), ("district", None, None)}
    assert Report.objects.filter(kind="district").count() == 2


# ── Reminders ────────────────────────────────────────────────────────────────────────────────


def test_managers_hear_once_of_a_call_and_a_pilot_without_a_report(city, manager, officer):
    ended_call(8), ended_pilot(8)

    assert [remind_of_reports(timezone.now()) for _hour in range(3)] == [2, 0, 0]
    told = Delivery.objects.filter(update_told__kind="report-missing")
    assert {delivery.person for delivery in told} == {manager}
    assert told.count() == 2


@pytest.mark.parametrize("days", [6.9, 200])
def test_nobody_is_reminded_too_early_or_of_what_is_long_past(city, manager, days):
    ended_call(days), ended_pilot(days)

    assert remind_of_reports(timezone.now()) == 0


def test_a_draft_does_not_end_the_waiting_a_published_report_does(city, manager):
    call = ended_call(8)
    report = built(kind="call", call=call, by=manager)
    assert [row.title for row in due_rows(manager, timezone.now())] == ["밤길 공모"]

    publish(report=report, by=manager)

    assert due_rows(manager, timezone.now()) == []
    assert remind_of_reports(timezone.now()) == 0


def test_what_is_due_leads_to_the_form_filled_in(city, manager, officer, sign_in):
    call = ended_call(8)
    (row,) = due_rows(manager, timezone.now())

    assert row.at == call.closes_at + timedelta(days=7)
    assert row.is_mine
    assert not due_rows(officer, timezone.now())[0].is_mine
    assert f'value="{call.pk}" selected' in sign_in(manager).get(row.url).content.decode()


def test_those_of_a_pilot_hear_of_its_report_and_nobody_else(city, resident, neighbour, manager):
    pilot = f.make_pilot()
    proposal = f.ProposalFactory(author=resident)
    pilot.proposals.add(proposal)

    publish(report=built(kind="city", by=manager), by=manager)
    assert not Update.objects.filter(kind="report-published").exists()
    publish(report=built(kind="pilot", pilot=pilot, by=manager), by=manager)

    told = Delivery.objects.filter(update_told__kind="report-published")
    assert [delivery.person for delivery in told] == [resident]
