"""보완 요청: the author answers, the proposal goes on, and whoever has to act hears it."""

import pytest

from accounts.models import Delivery
from proposals.answer_request import answer
from proposals.triage import decide
from proposals.workflow import MOVES, MoveNotAllowed
from tests import factories as f


@pytest.fixture
def asked(resident, officer):
    proposal = f.ProposalFactory(author=resident, department=officer.department)
    decide(proposal=proposal, status="needs_info", reason="어디인가요?", by=officer)
    return proposal


def told(person):
    return Delivery.objects.filter(person=person, update_told__kind="answered").count()


@pytest.mark.parametrize("in_charge", [True, False])
def test_the_officer_hears_it_or_else_the_department(asked, resident, officer, in_charge):
    colleague = f.UserFactory(role="officer", department=officer.department)
    elsewhere = f.UserFactory(role="officer", department=f.department("park", "공원과", "Parks"))
    if in_charge:
        type(asked).objects.update(officer=officer)
        asked.refresh_from_db()

    answer(proposal=asked, text="학교 앞입니다.", by=resident)

    assert (told(officer), told(colleague), told(elsewhere)) == (1, 0 if in_charge else 1, 0)
    assert asked.status == "received"


def test_only_the_author_answers_and_only_once(asked, resident, neighbour, officer):
    for stranger in (neighbour, officer):
        with pytest.raises(MoveNotAllowed):
            answer(proposal=asked, text="제가 압니다.", by=stranger)
    answer(proposal=asked, text="학교 앞입니다.", by=resident)

    with pytest.raises(MoveNotAllowed):
        answer(proposal=asked, text="학교 앞입니다.", by=resident)
    assert asked.decisions.count() == 2


def test_an_empty_answer_is_none(asked, resident):
    with pytest.raises(MoveNotAllowed):
        answer(proposal=asked, text="  ", by=resident)


@pytest.mark.parametrize(
    "state", [state for state in MOVES if state[0] != "needs_info"], ids="-".join
)
def test_there_has_to_be_a_question(state, resident, city):
    status, outcome = state
    into = f.ProposalFactory() if outcome == "merged" else None
    proposal = f.ProposalFactory(
        author=resident, status=status, outcome=outcome, merged_into=into, appealed_at=None
    )

    with pytest.raises(MoveNotAllowed):
        answer(proposal=proposal, text="학교 앞입니다.", by=resident)
