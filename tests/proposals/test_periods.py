"""The clock ends support periods, closes silent questions and lifts what was missed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.deputise import name_deputy
from accounts.models import Delivery
from proposals.answer_request import answer
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


# ── Warnings to those in charge ──────────────────────────────────────────────────────────────
def warnings_of(person):
    rows = Delivery.objects.filter(person=person, update_told__kind="clock").order_by("pk")
    return [row.update_told.title["ko"].split("제안의 ")[1] for row in rows]


@pytest.fixture
def in_review(resident, officer, now):
    proposal = f.ProposalFactory(author=resident, officer=officer)
    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer, at=now)
    return proposal


def part_of(proposal, share):
    return proposal.answer_clock_from + share * (
        proposal.answer_due_at - proposal.answer_clock_from
    )


def test_the_officer_is_warned_at_half_and_when_it_is_due_once_each(in_review, officer):
    for share in (0.4, 0.51, 0.6, 1.0, 1.1):
        end_periods(part_of(in_review, share))

    assert warnings_of(officer) == ["답변 기간이 절반 지났습니다", "답변 기한이 지났습니다"]


def test_a_clock_that_slept_says_only_that_it_is_due(in_review, officer):
    end_periods(part_of(in_review, 1.0))

    assert warnings_of(officer) == ["답변 기한이 지났습니다"]


def test_a_pause_does_not_warn_twice_at_half(in_review, officer, resident):
    half = part_of(in_review, 0.51)
    end_periods(half)
    decide(proposal=in_review, status="needs_info", reason="어디인가요?", by=officer, at=half)
    answer(proposal=in_review, text="학교 앞입니다.", by=resident, at=half + timedelta(days=9))

    end_periods(part_of(in_review, 0.9))

    assert len(warnings_of(officer)) == 1


def test_a_second_look_is_warned_of_anew(in_review, officer):
    end_periods(part_of(in_review, 0.6))
    decide(
        proposal=in_review, status="closed", outcome="declined", reason="안 됩니다.", by=officer,
        at=part_of(in_review, 0.7),
    )  # fmt: skip
    again = timezone.now() + timedelta(days=40)
    decide(proposal=in_review, status="in_review", reason="다시 봅니다.", by=officer, at=again)

    end_periods(part_of(in_review, 0.6))

    assert len(warnings_of(officer)) == 2


def test_a_missed_first_look_and_a_missed_short_answer_are_told_once(resident, officer, now):
    f.ProposalFactory(
        author=resident, department=officer.department, first_look_due_at=now,
        support_until=now + timedelta(days=30),
    )  # fmt: skip

    end_periods(now)
    end_periods(now)
    end_periods(now + timedelta(days=31))
    end_periods(now + timedelta(days=80))
    end_periods(now + timedelta(days=81))

    assert warnings_of(officer) == ["첫 검토 기한이 지났습니다", "짧은 답변 기한이 지났습니다"]


def test_who_is_warned_when_nobody_is_in_charge(resident, officer, manager, now):
    elsewhere = f.UserFactory(role="officer", department=f.department("park", "공원과", "Parks"))
    f.ProposalFactory(author=resident, department=officer.department, first_look_due_at=now)
    f.ProposalFactory(author=resident, department=None, first_look_due_at=now)

    end_periods(now)

    assert (len(warnings_of(officer)), len(warnings_of(manager))) == (1, 2)
    assert warnings_of(elsewhere) == []


def test_the_deputy_is_warned_too(in_review, officer, manager):
    deputy = f.UserFactory(role="officer")
    due = timezone.localdate(in_review.answer_due_at)
    name_deputy(person=officer, deputy=deputy, first_day=due, last_day=due, by=manager)

    end_periods(in_review.answer_due_at)

    assert len(warnings_of(deputy)) == len(warnings_of(officer)) == 1


@pytest.mark.parametrize("state", [("closed", "declined"), ("needs_info", ""), ("planned", "")])
def test_nobody_is_warned_of_what_has_no_clock(state, officer, now):
    status, outcome = state
    f.ProposalFactory(
        status=status, outcome=outcome, officer=officer, first_look_due_at=now,
        came_from="received",
    )  # fmt: skip

    end_periods(now + timedelta(days=1))

    assert warnings_of(officer) == []


def test_hidden_proposals_warn_nobody(officer, now):
    f.ProposalFactory(officer=officer, first_look_due_at=now, hidden_at=now)

    end_periods(now)

    assert warnings_of(officer) == []
