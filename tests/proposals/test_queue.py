"""The queue an officer lives in: its order, its tabs, its cost, and the way to the next one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Deputy
from proposals.answer_request import answer
from proposals.models import Proposal
from proposals.triage import decide
from tests import factories as f


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)


def in_review(days: float, **fields):
    due = timezone.now() + timedelta(days=days)
    return f.ProposalFactory(status="in_review", answer_due_at=due, **fields)


def shown(response):
    return [row.pk for row in response.context["page"]]


def test_the_database_knows_which_clock_runs(city):
    now = timezone.now()
    first = f.ProposalFactory(first_look_due_at=now, short_answer_due_at=None)
    short = f.ProposalFactory(first_look_due_at=now, short_answer_due_at=now + timedelta(1))
    answer = in_review(2, first_look_due_at=now)
    closed = f.ProposalFactory(status="closed", outcome="declined", answer_due_at=now)
    for row in (first, short, answer, closed):
        row.refresh_from_db()

    assert first.due_at == first.first_look_due_at
    assert short.due_at == short.short_answer_due_at
    assert answer.due_at == answer.answer_due_at
    assert closed.due_at is None
    Proposal.objects.filter(pk=first.pk).update(first_look_at=now)
    first.refresh_from_db()
    assert first.due_at is None


@pytest.mark.parametrize("tab", ["open", "mine", "back", "overdue"])
def test_a_page_costs_the_same_with_ten_and_with_a_thousand(tab, desk, officer, resident):
    category, due = f.category(), timezone.now() - timedelta(days=1)

    def add(count):
        Proposal.objects.bulk_create(
            Proposal(
                author=resident, title="깨진 보도블록", text="물이 고입니다.", category=category,
                status="in_review", answer_due_at=due, support_until=due, officer=officer,
            )
            for _ in range(count)
        )  # fmt: skip

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(f"/desk/proposals/?tab={tab}").status_code == 200
        return len(queries)

    add(10)
    cost()  # the session remembers the queue
    few = cost()
    add(990)

    assert cost() == few


def test_each_state_says_how_many_wait_and_since_when(desk):
    old = timezone.now() - timedelta(days=40)
    f.ProposalFactory(status="in_review", status_since=old)
    f.ProposalFactory(status="in_review")

    states = {row.code: row for row in desk.get("/desk/proposals/").context["states"]}

    assert (states["in_review"].number, states["in_review"].oldest) == (2, old)
    assert (states["accepted"].number, states["accepted"].oldest) == (0, None)


def test_a_deputy_finds_the_colleagues_work_under_mine(desk, officer, manager):
    today = timezone.localdate()
    colleague = f.UserFactory(role="officer", department=f.department())
    theirs = in_review(1, officer=colleague)
    assert shown(desk.get("/desk/proposals/?tab=mine")) == []

    Deputy.objects.create(
        person=colleague, deputy=officer, first_day=today, last_day=today, named_by=manager
    )

    assert shown(desk.get("/desk/proposals/?tab=mine")) == [theirs.pk]


def test_what_the_author_answered_stands_out(desk, officer, resident):
    proposal = f.ProposalFactory(author=resident)
    decide(proposal=proposal, status="needs_info", reason="어느 쪽 보도인가요?", by=officer)
    assert shown(desk.get("/desk/proposals/?tab=back")) == []

    answer(proposal=proposal, by=resident, text="정문 쪽입니다.")

    response = desk.get("/desk/proposals/?tab=back")
    assert shown(response) == [proposal.pk]
    assert "보완 답변 도착" in response.content.decode()


def test_deciding_leads_to_the_next_one_of_the_same_queue(desk):
    first, second, third = in_review(1), in_review(2), in_review(3)
    in_review(2.5, title="딴 얘기")
    desk.get("/desk/proposals/?q=보도블록")

    for row, following in ((first, second), (second, third)):
        response = desk.post(f"/desk/proposals/{row.pk}/move/declined/", {"reason": "어렵습니다."})
        assert response["Location"] == f"/desk/proposals/{following.pk}/"
        assert f"‘{row.title}’" in desk.get(response["Location"]).content.decode()

    last = desk.post(f"/desk/proposals/{third.pk}/move/declined/", {"reason": "어렵습니다."})
    assert last["Location"] == f"/desk/proposals/{third.pk}/"


def test_after_the_last_one_comes_the_first_that_was_passed_over(desk):
    first, last = in_review(1), in_review(2)
    desk.get("/desk/proposals/")

    page = desk.get(f"/desk/proposals/{last.pk}/")

    assert page.context["in_queue"]["following"] == first.pk


def test_whoever_did_not_come_from_a_queue_stays_where_they_are(desk):
    row = in_review(1)
    in_review(2)

    response = desk.post(f"/desk/proposals/{row.pk}/move/declined/", {"reason": "어렵습니다."})

    assert response["Location"] == f"/desk/proposals/{row.pk}/"
