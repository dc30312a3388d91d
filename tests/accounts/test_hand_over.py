"""One step hands everything an officer has on the table to a successor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.hand_over import HandOverRefused, hand_over, table_of
from accounts.models import Delivery, Deputy, HandOver
from accounts.sign_off import save_draft
from pilots.models import Pilot
from proposals.models import Assignment, AssignmentRule
from tests import factories as f


@pytest.fixture
def successor(city):
    return f.UserFactory(role="officer", pseudonym="후임", department=f.department())


@pytest.fixture
def table(officer, resident):
    """An open proposal with a clock, one that is closed, a pilot, a draft and a rule."""
    due = timezone.now() + timedelta(days=3)
    proposal = f.ProposalFactory(
        author=resident, status="in_review", answer_due_at=due, officer=officer
    )
    f.ProposalFactory(status="closed", outcome="declined", officer=officer)
    f.make_pilot(manager=officer)
    save_draft(thread=proposal.thread, decision={"written": {}}, by=officer)
    AssignmentRule.objects.create(category=f.category(), department=f.department(), officer=officer)
    return proposal


def test_everything_goes_in_one_step_with_a_sheet(table, officer, successor, manager):
    handed = hand_over(person=officer, successor=successor, by=manager, note="잘 부탁드립니다.")

    table.refresh_from_db()
    assert table.officer == successor
    assert Pilot.objects.get().manager == successor
    assert AssignmentRule.objects.get().officer == successor
    assert Assignment.objects.get(proposal=table).officer == successor
    assert {room: len(lines) for room, lines in handed.sheet.items() if lines} == {
        "proposals": 1, "pilots": 1, "drafts": 1,
    }  # fmt: skip
    assert handed.sheet["proposals"][0]["due"]
    assert {row.person for row in Delivery.objects.filter(update_told__kind="hand-over")} == {
        officer, successor,
    }  # fmt: skip
    assert not any(table_of(officer).values())


def test_who_leaves_has_no_rights_that_day(table, officer, successor, manager, sign_in):
    client = sign_in(officer)
    today = timezone.localdate()
    Deputy.objects.create(
        person=manager, deputy=officer, first_day=today, last_day=today, named_by=manager
    )
    assert client.get("/desk/").status_code == 200

    hand_over(person=officer, successor=successor, by=manager, leaves=True)

    assert client.get("/desk/").status_code == 302
    assert sign_in(officer).get("/desk/").status_code == 403
    assert not Deputy.objects.exists()


def test_looking_changes_nothing(table, officer):
    assert len(table_of(officer)["proposals"]) == 1

    table.refresh_from_db()
    assert table.officer == officer


@pytest.mark.parametrize("who", ["colleague", "resident"])
def test_only_managers_hand_over_what_is_a_colleagues(who, table, officer, successor, resident):
    by = resident if who == "resident" else f.UserFactory(role="officer")

    with pytest.raises(HandOverRefused):
        hand_over(person=officer, successor=successor, by=by)


def test_nobody_ends_their_own_rights(table, officer, successor):
    with pytest.raises(HandOverRefused):
        hand_over(person=officer, successor=successor, by=officer, leaves=True)
    assert hand_over(person=officer, successor=successor, by=officer)


def test_it_goes_to_somebody_else_at_the_desk(table, officer, resident, manager):
    for wrong in (officer, resident):
        with pytest.raises(HandOverRefused):
            hand_over(person=officer, successor=wrong, by=manager)


def test_the_page_shows_the_table_and_then_the_sheet(table, officer, successor, sign_in):
    desk = sign_in(officer)
    page = desk.get(f"/desk/people/{officer.pk}/handover/")
    assert table.title in page.content.decode()
    day = timezone.localtime(table.answer_due_at)
    assert f"{day.year}. {day.month}. {day.day}." in page.content.decode()

    response = desk.post(
        f"/desk/people/{officer.pk}/handover/", {"successor": successor.pk, "note": "메모"}
    )

    sheet = sign_in(successor).get(response["Location"]).content.decode()
    assert table.title in sheet
    assert "메모" in sheet
    assert "<dt>인계자</dt>" in sheet
    stranger = f.UserFactory(role="officer")
    assert sign_in(stranger).get(response["Location"]).status_code == 403


def test_without_a_successor_the_note_stays(table, officer, sign_in):
    response = sign_in(officer).post(f"/desk/people/{officer.pk}/handover/", {"note": "긴 메모"})

    assert response.status_code == 422
    assert "긴 메모" in response.content.decode()
    assert not HandOver.objects.exists()
