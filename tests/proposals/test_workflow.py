"""The table is tested against itself: what it lists works, what it does not list is refused."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from proposals.models import Commitment
from proposals.triage import decide
from proposals.workflow import MOVES, MoveNotAllowed, Mover, Outcome, Status, check_move
from tests import factories as f

STATES = list(MOVES)


def proposal_in(state, author, officer):
    """A proposal that has come as far as `state`, with what the next move may ask for."""
    status, outcome = state
    proposal = f.ProposalFactory(
        author=author,
        status=status,
        outcome=outcome,
        merged_into=f.ProposalFactory() if outcome == Outcome.MERGED else None,
    )
    month = timezone.localdate().replace(day=1)
    Commitment.objects.create(
        proposal=proposal, what={"ko": "보도 정비"}, department=f.department(), due_month=month,
        first_due_month=month, state="done", done_figure={"ko": "120 m"}, promised_by=officer,
    )  # fmt: skip
    return proposal


def try_to_move(proposal, after, mover, people, target):
    """True when the move works; everything is rolled back."""
    status, outcome = after
    # needs_info and merged go back only to where they came from
    type(proposal).objects.filter(pk=proposal.pk).update(came_from=status)
    try:
        with transaction.atomic():
            decide(
                proposal=proposal, status=status, outcome=outcome, reason="이런 까닭입니다.",
                by=people.get(mover), mover=mover, referred_to="국토관리청",
                merged_into=target if outcome == Outcome.MERGED else None,
            )  # fmt: skip
            proposal.refresh_from_db()
            assert proposal.state == after
            transaction.set_rollback(True)
    except MoveNotAllowed:
        return False
    finally:
        proposal.refresh_from_db()
    return True


def test_the_table_knows_all_thirteen_states():
    assert len(STATES) == 13
    assert {status for status, _ in STATES} == set(Status)
    assert {outcome for _, outcome in STATES if outcome} == set(Outcome)


@pytest.mark.parametrize("before", STATES, ids=lambda state: "-".join(filter(None, state)))
@pytest.mark.parametrize("mover", list(Mover))
def test_exactly_the_moves_of_the_table_are_possible(before, mover, resident, officer):
    people = {Mover.OFFICER: officer, Mover.AUTHOR: resident}
    proposal, target = proposal_in(before, resident, officer), f.ProposalFactory()

    possible = {s for s in STATES if try_to_move(proposal, s, mover, people, target)}

    assert possible == {after for after, movers in MOVES[before].items() if mover in movers}


@pytest.mark.parametrize("before", STATES, ids=lambda state: "-".join(filter(None, state)))
def test_nothing_moves_to_a_state_that_does_not_exist(before):
    for after in [("closed", ""), ("received", "done"), ("lost", "")]:
        with pytest.raises(MoveNotAllowed):
            check_move(before, after, Mover.OFFICER)


def test_a_refused_move_says_so_in_words(resident, officer):
    proposal = f.ProposalFactory(author=resident)

    with pytest.raises(MoveNotAllowed) as refused:
        decide(proposal=proposal, status="planned", reason="바로 합니다.", by=officer)

    assert "접수" in str(refused.value)
    assert proposal.decisions.count() == 0


@pytest.mark.parametrize("mover", [Mover.OFFICER, Mover.AUTHOR])
def test_a_mover_is_who_he_says_he_is(mover, resident, neighbour):
    proposal = f.ProposalFactory(author=resident, status="closed", outcome="declined")

    with pytest.raises(MoveNotAllowed):
        decide(
            proposal=proposal, status="in_review", reason="제가 해 봅니다.",
            by=neighbour, mover=mover,
        )  # fmt: skip


@pytest.mark.parametrize("came_from", ["received", "in_review"])
def test_an_answered_question_goes_back_only_to_where_it_came_from(came_from, resident, officer):
    proposal = f.ProposalFactory(author=resident, status=came_from)
    decide(proposal=proposal, status="needs_info", reason="어느 쪽 길인가요?", by=officer)
    other = "in_review" if came_from == "received" else "received"

    with pytest.raises(MoveNotAllowed):
        decide(proposal=proposal, status=other, reason="동쪽", by=resident, mover="author")
    decide(proposal=proposal, status=came_from, reason="동쪽", by=resident, mover="author")

    assert proposal.status == came_from


def test_a_later_commitment_still_open_keeps_a_proposal_from_being_done(resident, officer):
    proposal = proposal_in(("planned", ""), resident, officer)
    later = timezone.localdate() + timedelta(days=60)
    Commitment.objects.create(
        proposal=proposal, what={"ko": "가로등"}, department=f.department(), due_month=later,
        first_due_month=later, promised_by=officer,
    )  # fmt: skip

    with pytest.raises(MoveNotAllowed):
        decide(
            proposal=proposal, status="closed", outcome="done", reason="다 했습니다.", by=officer
        )
