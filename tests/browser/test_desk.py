"""A morning at the desk: forty answers are due among three hundred open proposals, and there is
no mouse."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Two hundred and sixty wait in a department's queue, forty of the officer's own are overdue.
A_MORNING = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from proposals.models import Proposal
from tests import factories as f
officer, resident = (User.objects.get(email=f"{who}@garam.test") for who in ("officer", "resident"))
now = timezone.now()
Proposal.objects.bulk_create(
    Proposal(
        author=resident, title=f"깨진 보도블록 {n}", text="비가 오면 물이 고입니다.",
        category=f.category(), department=f.department(), status="in_review", support_until=now,
        officer=officer if n < 40 else None, created_at=now - timedelta(days=30, minutes=n),
        answer_due_at=now + (timedelta(days=-1) if n < 40 else timedelta(days=9)),
    )
    for n in range(300)
)
"""
ONE_BY_ONE = 4


@pytest.fixture
def desk(portal, sign_in):
    portal.python(A_MORNING)
    page = sign_in("officer@garam.test")
    page.goto("/desk/proposals/?tab=overdue")
    return page


def waiting(portal) -> int:
    sql = "SELECT count(*) FROM proposals_proposal WHERE status = 'in_review'"
    return portal.query(sql)[0][0]


def decline(page, reason: str) -> None:
    """Opens the step by its number, writes where the cursor stands already, and sends."""
    step = page.locator("#move a", has_text="채택하지 않음").get_attribute("data-key")
    before = page.url
    page.keyboard.press(step)
    page.wait_for_url("**/move/declined/**")
    page.keyboard.type(reason)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/move/" not in url and url != before)


def test_forty_overdue_answers_are_cleared_without_a_mouse(portal, desk):
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(r"/desk/proposals/\d+/$"))
    for _ in range(ONE_BY_ONE):
        decline(desk, "올해 예산으로는 어렵습니다.")
    assert waiting(portal) == 300 - ONE_BY_ONE

    desk.keyboard.press("u")
    desk.wait_for_url("**/desk/proposals/?tab=overdue")
    for _ in range(40 - ONE_BY_ONE):
        desk.keyboard.press("j")
        desk.keyboard.press("x")
    assert desk.locator("[data-chosen]").inner_text() == str(40 - ONE_BY_ONE)
    desk.keyboard.press("r")
    answer_all(desk)

    assert waiting(portal) == 260
    desk.goto("/desk/proposals/?tab=overdue")
    assert desk.locator("[data-queue-row]").count() == 0


def answer_all(page) -> None:
    """Chooses the step, writes the answer once, looks at each of them, and publishes."""
    page.wait_for_url("**/desk/proposals/answer/")
    while page.locator("select[name=move]").input_value() != "declined":
        page.keyboard.press("ArrowDown")  # the cursor stands in the list of steps
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("{title}: 올해 예산으로는 어렵습니다.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="이 답변 공개").wait_for()
    assert page.locator("ol > li.panel").count() == 40 - ONE_BY_ONE
    page.keyboard.press("Control+Enter")
    expect(page.locator("[name=step]")).to_have_count(0)
