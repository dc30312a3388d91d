"""오늘: what is due, late and waiting for me, over proposals, promises, pilots and signatures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SignOff
from accounts.sign_off import send_for_approval
from proposals.models import Commitment
from tests import factories as f


@pytest.fixture
def week(officer, manager, resident):
    now, today = timezone.now(), timezone.localdate()
    months_ago = (today - timedelta(days=70)).replace(day=1)
    f.ProposalFactory(
        title="늦은 답변",
        status="in_review",
        answer_due_at=now - timedelta(days=2),
        officer=officer,
    )
    waiting = f.ProposalFactory(
        title="곧 답변", status="in_review", answer_due_at=now + timedelta(days=3), officer=manager
    )
    f.ProposalFactory(title="먼 답변", status="in_review", answer_due_at=now + timedelta(days=30))
    Commitment.objects.create(
        proposal=waiting, what={"ko": "늦은 약속"}, department=officer.department,
        due_month=months_ago, first_due_month=months_ago,
        promised_by=officer,
    )  # fmt: skip
    f.make_pilot(
        title={"ko": "끝난 실증"},
        manager=manager,
        stage="running",
        ends_on=today - timedelta(days=1),
    )
    send_for_approval(thread=waiting.thread, decision={}, by=officer)


def parts(client, address="/desk/"):
    found = client.get(address).context["parts"]
    return {part: [row.title for row in rows] for part, rows in found.items() if rows}


def test_an_officer_sees_what_waits_for_them_in_the_order_of_the_clocks(week, officer, sign_in):
    assert parts(sign_in(officer)) == {"late": ["늦은 약속", "늦은 답변"]}


def test_everybodys_work_is_one_step_away(week, officer, sign_in):
    shown = parts(sign_in(officer), "/desk/?whose=all")

    assert shown["late"] == ["늦은 약속", "늦은 답변", "끝난 실증"]
    assert shown["soon"] == ["곧 답변"]


def test_who_signs_finds_what_waits_for_a_signature(week, manager, sign_in):
    shown = parts(sign_in(manager))

    assert "끝난 실증" in shown["late"]
    assert shown["today"] == ["곧 답변"]  # to be signed
    assert shown["soon"] == ["곧 답변"]  # and to be answered


def test_what_was_sent_for_approval_is_late_from_the_next_day_on(week, manager, sign_in):
    SignOff.objects.update(sent_at=timezone.now() - timedelta(days=1))

    assert "곧 답변" in parts(sign_in(manager))["late"]


def test_nothing_to_do_is_said_kindly(officer, sign_in):
    assert "이번 주에 기다리는 일이 없습니다" in sign_in(officer).get("/desk/").content.decode()


def test_a_thousand_that_are_due_cost_what_ten_cost(
    officer, sign_in, django_assert_max_num_queries
):
    due = timezone.now() - timedelta(days=1)
    for _ in range(12):
        f.ProposalFactory(status="in_review", answer_due_at=due, officer=officer)
    desk = sign_in(officer)

    with django_assert_max_num_queries(40):
        desk.get("/desk/")
