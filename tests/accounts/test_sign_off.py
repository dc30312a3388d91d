"""결재: who may approve what, each step of the way, and who took whose place."""

import pytest
from django.utils import timezone

from accounts import sign_off as sign_offs
from accounts.deputise import name_deputy
from accounts.models import Delivery, SignOff, SignOffStep
from accounts.sign_off import SignOffRefused, approves_as, waiting_for
from proposals.triage import decide
from tests import factories as f


@pytest.fixture
def proposal(resident):
    return f.ProposalFactory(author=resident)


def send(proposal, by, role="manager", **fields):
    decision = {
        "act": "decide", "seen": proposal.status_since.isoformat(),
        "data": {
            "proposal": proposal.pk, "status": "closed", "outcome": "declined",
            "reason": "도로 폭이 모자랍니다.",
        },
    }  # fmt: skip
    return sign_offs.send_for_approval(
        thread=proposal.thread, decision=decision, by=by, approver_role=role, **fields
    )


def stand_in(deputy, person, by):
    today = timezone.localdate()
    name_deputy(person=person, deputy=deputy, first_day=today, last_day=today, by=by)


def steps():
    return [(row.state, row.by, row.by_for) for row in SignOffStep.objects.all()]


WHO = ["resident", "expert", "officer", "manager", "administrator"]
APPROVES = {
    "officer": {"officer", "manager", "administrator"},
    "manager": {"manager", "administrator"},
    "admin": {"administrator"},
}


@pytest.mark.parametrize("role", APPROVES)
@pytest.mark.parametrize("who", WHO)
def test_the_role_or_one_above_it_approves(proposal, who, role, request):
    person, writer = request.getfixturevalue(who), f.UserFactory(role="officer")
    sign_off = send(proposal, writer, role)

    may = who in APPROVES[role]

    assert (approves_as(sign_off, person) == person) is may
    assert waiting_for(person).exists() is may
    if not may:
        for act in (sign_offs.approve, sign_offs.return_to_writer):
            note = {"note": "다시 써 주세요."} if act is sign_offs.return_to_writer else {}
            with pytest.raises(SignOffRefused):
                act(sign_off=sign_off, by=person, **note)
        assert SignOff.objects.get().state == "sent"
        return
    sign_offs.approve(sign_off=sign_off, by=person)
    proposal.refresh_from_db()
    assert proposal.outcome == "declined"


def test_each_step_of_the_way_is_kept(proposal, officer, manager):
    sign_offs.save_draft(thread=proposal.thread, decision={}, by=officer)
    sign_offs.save_draft(thread=proposal.thread, decision={}, by=officer)
    first = send(proposal, officer)
    sign_offs.return_to_writer(sign_off=first, by=manager, note="더 친절하게요.")
    second = send(proposal, officer, document_number="교통과-1234")
    sign_offs.approve(sign_off=second, by=manager)

    assert steps() == [
        ("draft", officer, None),
        ("sent", officer, None),
        ("returned", manager, None),
        ("sent", officer, None),
        ("approved", manager, None),
    ]
    assert SignOffStep.objects.get(state="returned").note == "더 친절하게요."
    decision = proposal.decisions.get()
    assert decision.sign_off.document_number == "교통과-1234"


def test_a_draft_that_is_thrown_away_is_a_step_too(proposal, officer):
    draft = sign_offs.save_draft(thread=proposal.thread, decision={}, by=officer)

    sign_offs.drop(sign_off=draft, by=officer)
    sign_offs.drop(sign_off=draft, by=officer)

    assert [state for state, *_ in steps()] == ["draft", "dropped"]


def test_a_deputy_approves_in_the_place_of_the_manager(proposal, officer, manager):
    deputy = f.UserFactory(role="officer")
    stand_in(deputy, manager, by=manager)
    sign_off = send(proposal, officer)

    assert list(waiting_for(deputy)) == [sign_off]
    sign_offs.approve(sign_off=sign_off, by=deputy, document_number="교통과-77")

    sign_off.refresh_from_db()
    assert (sign_off.decided_by, sign_off.decided_for) == (deputy, manager)
    assert steps()[-1] == ("approved", deputy, manager)
    assert proposal.decisions.get().decided_by == deputy


def test_a_deputy_never_approves_what_the_deputy_wrote(proposal, manager):
    deputy = f.UserFactory(role="officer")
    stand_in(deputy, manager, by=manager)
    sign_off = send(proposal, deputy)

    assert not waiting_for(deputy).exists()
    with pytest.raises(SignOffRefused):
        sign_offs.approve(sign_off=sign_off, by=deputy)


def test_who_has_the_role_approves_in_their_own_name(proposal, officer, manager, administrator):
    stand_in(manager, administrator, by=administrator)
    sign_off = send(proposal, officer)

    sign_offs.approve(sign_off=sign_off, by=manager)

    sign_off.refresh_from_db()
    assert sign_off.decided_for is None


def test_a_manager_approves_even_what_the_manager_wrote(proposal, manager):
    sign_off = send(proposal, manager)

    assert approves_as(sign_off, manager) == manager


@pytest.mark.parametrize("second", ["approve", "return"])
def test_the_second_click_finds_it_done(proposal, officer, manager, administrator, second):
    sign_off = send(proposal, officer)
    sign_offs.approve(sign_off=sign_off, by=manager)

    with pytest.raises(SignOffRefused):
        if second == "approve":
            sign_offs.approve(sign_off=sign_off, by=administrator)
        else:
            sign_offs.return_to_writer(sign_off=sign_off, by=administrator, note="아니요")

    assert proposal.decisions.count() == 1


def test_what_cannot_be_published_is_not_approved_by_half(proposal, officer, manager):
    sign_off = send(proposal, officer)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=manager)

    with pytest.raises(Exception, match="먼저"):
        sign_offs.approve(sign_off=sign_off, by=manager)

    sign_off.refresh_from_db()
    assert (sign_off.state, sign_off.decided_by) == ("sent", None)
    assert [state for state, *_ in steps()] == ["sent"]


def test_a_return_without_a_note_is_refused(proposal, officer, manager):
    with pytest.raises(SignOffRefused):
        sign_offs.return_to_writer(sign_off=send(proposal, officer), by=manager, note=" ")


def test_the_writer_hears_of_it(proposal, officer, manager):
    sign_offs.return_to_writer(sign_off=send(proposal, officer), by=manager, note="더 쉽게요.")

    told = Delivery.objects.get(person=officer, update_told__kind="sign-off")
    assert str(told.update_told.body) == "더 쉽게요."
