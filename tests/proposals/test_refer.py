"""이송: what the other body answered comes back to those who asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.models import ReferralAnswer
from proposals.refer import bring_back
from proposals.support import give_support
from proposals.triage import decide
from proposals.workflow import MoveRefused
from tests import factories as f


@pytest.fixture
def proposal(resident, neighbour, officer):
    proposal = f.ProposalFactory(author=resident)
    give_support(proposal=proposal, by=neighbour)
    decide(
        proposal=proposal, status="closed", outcome="referred", reason="국도는 다른 기관의 일입니다.",
        referred_to="국토관리사무소", receipt="1AA-2611-000123", by=officer,
    )  # fmt: skip
    return proposal


def test_the_answer_stands_below_the_referral_and_everybody_is_told(
    proposal, resident, neighbour, officer, visitor
):
    answer = bring_back(
        proposal=proposal, text="내년 봄에 고칩니다.", link="https://example.test/1", by=officer,
        answered_on=timezone.localdate(),
    )  # fmt: skip

    assert answer.decision == proposal.decisions.get()
    told = Delivery.objects.filter(update_told__kind="referral-answer")
    assert set(told.values_list("person", flat=True)) == {resident.pk, neighbour.pk}
    page = visitor.get(f"/proposals/{proposal.pk}/").content.decode()
    assert "내년 봄에 고칩니다." in page
    assert proposal.state == ("closed", "referred")


def test_it_is_brought_back_also_after_the_proposal_came_back(proposal, officer):
    decide(proposal=proposal, status="in_review", reason="되돌아왔습니다.", by=officer)

    assert bring_back(
        proposal=proposal, text="시에서 할 일입니다.", by=officer
    ).decision.referred_to


def test_the_second_click_adds_nothing(proposal, officer):
    bring_back(proposal=proposal, text="내년 봄에 고칩니다.", by=officer)

    with pytest.raises(MoveRefused):
        bring_back(proposal=proposal, text="내년 봄에 고칩니다. ", by=officer)
    bring_back(proposal=proposal, text="여름으로 늦어집니다.", by=officer)

    assert ReferralAnswer.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"text": " "}, {"answered_on": "tomorrow"}])
def test_what_does_not_do_is_refused(proposal, officer, wrong):
    if "answered_on" in wrong:
        wrong = {"answered_on": timezone.localdate() + timedelta(days=1)}
    with pytest.raises(MoveRefused):
        bring_back(**{"proposal": proposal, "text": "고칩니다.", "by": officer} | wrong)


@pytest.mark.parametrize("who", ["resident", "neighbour", "expert"])
def test_only_the_desk_brings_it_back(proposal, who, request):
    with pytest.raises(MoveRefused):
        bring_back(proposal=proposal, text="고칩니다.", by=request.getfixturevalue(who))


def test_what_was_never_referred_has_no_such_answer(officer):
    with pytest.raises(MoveRefused):
        bring_back(proposal=f.ProposalFactory(), text="고칩니다.", by=officer)


def test_at_the_desk_a_refused_form_keeps_what_was_typed(proposal, officer, sign_in):
    client, desk = sign_in(officer), f"/desk/proposals/{proposal.pk}/bring-back/"

    refused = client.post(desk, {"back-text": "고칩니다.", "back-link": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert "고칩니다." in refused.content.decode()
    client.post(desk, {"back-text": "고칩니다.", "back-answered_on": "2026-01-02"})

    answer = ReferralAnswer.objects.get()
    assert (answer.text, answer.answered_on.isoformat()) == ("고칩니다.", "2026-01-02")
