"""The clock ends support periods, closes silent questions and lifts what was missed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.periods import end_periods
from proposals.tasks import end_periods as end_periods_task
from proposals.triage import decide
from tests import factories as f


@pytest.fixture
def now():
    return timezone.now()


def test_below_the_threshold_a_short_answer_is_due_and_the_author_hears_it(resident, now):
    proposal = f.ProposalFactory(author=resident, support_until=now - timedelta(hours=1))

    assert end_periods(now)["short_answers"] == 1
    assert end_periods(now)["short_answers"] == 0  # once

    proposal.refresh_from_db()
    assert proposal.short_answer_due_at > now
    assert (proposal.status, Delivery.objects.filter(person=resident).count()) == ("received", 1)


def test_a_running_support_period_is_left_alone(resident, now):
    f.ProposalFactory(author=resident, support_until=now + timedelta(hours=1))

    assert set(end_periods(now).values()) == {0}


@pytest.mark.parametrize(("days", "in_time"), [(1, True), (60, False)])
def test_the_short_answer_counts_as_in_time_within_its_days(resident, officer, now, days, in_time):
    proposal = f.ProposalFactory(author=resident, support_until=now)
    end_periods(now)

    decide(
        proposal=proposal, status="closed", outcome="not_raised", reason="다음 공모 때 다시 내 주세요.",
        by=officer, at=now + timedelta(days=days),
    )  # fmt: skip

    assert proposal.answered_in_time is in_time
    assert proposal.short_answer_due_at is None


def test_a_question_that_nobody_answers_closes_the_proposal_after_thirty_days(
    resident, officer, now
):
    proposal = f.ProposalFactory(author=resident, support_until=now + timedelta(days=90))
    decide(proposal=proposal, status="needs_info", reason="어디인가요?", by=officer, at=now)

    end_periods(now + timedelta(days=29, hours=23))
    proposal.refresh_from_db()
    assert proposal.status == "needs_info"
    end_periods(now + timedelta(days=30))

    proposal.refresh_from_db()
    assert proposal.state == ("closed", "not_raised")
    assert proposal.decisions.last().mover == "clock"


def test_enough_support_during_a_question_lifts_it_on_return(resident, officer, now):
    proposal = f.ProposalFactory(author=resident, support_count=3, support_threshold=3)

    assert end_periods(now)["lifted"] == 1

    proposal.refresh_from_db()
    assert proposal.status == "in_review"


def test_hidden_proposals_are_not_lifted(city, now):
    f.ProposalFactory(support_count=3, support_threshold=3, hidden_at=now)

    assert end_periods(now)["lifted"] == 0


def test_the_clocks_task_may_run_twice(resident, now):
    f.ProposalFactory(author=resident, support_until=now - timedelta(hours=1))

    end_periods_task()
    end_periods_task()

    assert Delivery.objects.count() == 1
