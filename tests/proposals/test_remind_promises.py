"""Whoever promised is reminded: when the month has come, and weekly once it is over."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.promise import drop, promise, report_done
from proposals.remind_promises import in_charge_of, remind_of_promises
from proposals.triage import decide
from tests import factories as f


def day(month, day_of_month, hour=9):
    return timezone.make_aware(datetime(2026, month, day_of_month, hour))


@pytest.fixture
def commitment(resident, officer):
    proposal = f.ProposalFactory(author=resident, officer=officer)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer, at=day(3, 2))
    return promise(
        proposal=proposal, what="보도 정비", due_month=date(2026, 5, 1), department=f.department(),
        by=officer, at=day(3, 3),
    )  # fmt: skip


def reminders(person):
    return Delivery.objects.filter(person=person, update_told__kind="promise-due").count()


def test_the_officer_hears_of_it_when_the_month_has_come_and_not_before(commitment, officer):
    assert remind_of_promises(day(4, 30)) == 0
    assert remind_of_promises(day(5, 1)) == 1
    assert remind_of_promises(day(5, 20)) == 0  # once in its month

    assert reminders(officer) == 1


def test_once_it_is_over_a_reminder_comes_each_week_and_no_more(commitment, officer):
    for hours in range(0, 24 * 21, 5):
        remind_of_promises(day(6, 1) + timedelta(hours=hours))

    assert reminders(officer) == 3


def test_two_clocks_remind_once(commitment, officer):
    remind_of_promises(day(6, 1))
    remind_of_promises(day(6, 1))

    assert reminders(officer) == 1


def test_the_whole_department_is_reminded_where_nobody_is_in_charge(commitment, officer, manager):
    stranger = f.UserFactory(role="officer", department=f.department("parks", "공원과"))
    type(commitment.proposal).objects.update(officer=None)
    commitment.refresh_from_db()

    assert in_charge_of(commitment) == {officer.pk, manager.pk}
    assert stranger.pk not in in_charge_of(commitment)


def test_whoever_promised_is_reminded_where_the_department_is_empty(commitment, officer):
    type(commitment.proposal).objects.update(officer=None)
    type(officer).objects.update(department=None)
    commitment.refresh_from_db()

    assert in_charge_of(commitment) == {officer.pk}


def test_what_is_done_or_dropped_needs_no_reminder(commitment, officer, resident):
    report_done(commitment=commitment, by=officer, figure="120m", at=day(5, 2))
    assert remind_of_promises(day(6, 2)) == 0

    proposal = f.ProposalFactory(author=resident)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer, at=day(3, 2))
    other = promise(
        proposal=proposal, what="의자", due_month=date(2026, 4, 1), department=f.department(),
        by=officer, at=day(3, 3),
    )  # fmt: skip
    drop(commitment=other, reason="예산이 없습니다.", by=officer, at=day(3, 9))
    assert remind_of_promises(day(6, 2)) == 0
