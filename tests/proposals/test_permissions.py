"""Who may do what with a proposal, in every state: one matrix, read by pages and verbs alike."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from proposals import permissions
from proposals.workflow import MOVES
from tests.factories import ProposalFactory, UserFactory

pytestmark = pytest.mark.usefixtures("city")

ACTS = {
    "see": permissions.can_see,
    "support": permissions.can_support,
    "comment": permissions.can_comment,
    "offer": permissions.can_offer_solution,
    "follow": permissions.can_follow,
    "edit": permissions.can_edit,
    "withdraw": permissions.can_withdraw,
    "answer": permissions.can_answer,
    "ask_again": permissions.can_ask_again,
    "triage": permissions.can_triage,
}
TALK = {"see", "comment", "follow"}
BACK = TALK | {"support", "offer"}

# What residents may do in each state, and what its author may do besides.
RESIDENTS = {
    ("received", ""): (BACK, {"edit", "withdraw"}),
    ("needs_info", ""): (BACK, {"answer", "withdraw"}),
    ("in_review", ""): (BACK, set()),
    ("accepted", ""): (BACK, set()),
    ("piloting", ""): (BACK, set()),
    ("planned", ""): (TALK, set()),
    ("closed", "done"): (TALK, set()),
    ("closed", "declined"): (TALK, {"ask_again"}),
    ("closed", "not_raised"): (TALK, set()),
    ("closed", "referred"): (TALK, set()),
    ("closed", "ended_after_pilot"): (TALK, set()),
    ("closed", "merged"): (TALK, set()),
    ("closed", "withdrawn"): (TALK, set()),
}


def allowed(person, proposal) -> set[str]:
    return {act for act, may in ACTS.items() if may(person, proposal)}


def in_state(state):
    status, outcome = state
    into = ProposalFactory() if outcome == "merged" else None
    return ProposalFactory(status=status, outcome=outcome, merged_into=into)


def test_the_matrix_knows_every_state():
    assert set(RESIDENTS) == set(MOVES)


@pytest.mark.parametrize("state", RESIDENTS, ids="-".join)
def test_who_may_do_what(state, resident, expert, officer, manager):
    proposal = in_state(state)
    everybody, only_author = RESIDENTS[state]

    assert allowed(AnonymousUser(), proposal) == {"see"}
    assert allowed(resident, proposal) == everybody
    assert allowed(expert, proposal) == everybody
    assert allowed(proposal.author, proposal) == everybody | only_author
    assert allowed(officer, proposal) == everybody | {"triage"}
    assert allowed(manager, proposal) == everybody | {"triage"}


@pytest.mark.parametrize("state", RESIDENTS, ids="-".join)
def test_hidden_proposals_are_for_officers_alone(state, resident, officer):
    proposal = in_state(state)
    proposal.hidden_at = timezone.now()

    assert allowed(AnonymousUser(), proposal) == set()
    assert allowed(resident, proposal) == allowed(proposal.author, proposal) == set()
    assert allowed(officer, proposal) == {"see", "triage"}


def test_a_second_look_is_asked_for_once():
    proposal = ProposalFactory(status="closed", outcome="declined", appealed_at=timezone.now())

    assert "ask_again" not in allowed(proposal.author, proposal)


def test_what_somebody_else_backs_is_neither_edited_nor_withdrawn():
    proposal = ProposalFactory()
    proposal.supports.create(paper_key="on paper", channel="paper")

    assert not {"edit", "withdraw"} & allowed(proposal.author, proposal)


POSTS = [
    "support",
    "comment",
    "follow",
    "report",
    "solutions",
    "edit",
    "withdraw",
    "answer",
    "ask-again",
]


@pytest.mark.parametrize("act", POSTS)
def test_a_visitor_is_sent_to_sign_in_and_changes_nothing(act, visitor):
    proposal = ProposalFactory()

    answer = visitor.post(f"/proposals/{proposal.pk}/{act}/", {"comment-text": "안녕하세요"})

    assert answer.status_code == 302
    has_a_page = act in ("report", "edit", "withdraw")
    back_to = f"/proposals/{proposal.pk}/" + (f"{act}/" if has_a_page else "")
    is_carried = act in ("support", "comment")
    door = "/accounts/enter/" if is_carried else f"/accounts/login/?next={back_to}"
    assert answer.headers["Location"] == door
    assert not proposal.comments.exists()
    assert not proposal.supports.exists()


@pytest.mark.parametrize("act", ["", *(f"{act}/" for act in POSTS)])
def test_hidden_proposals_do_not_exist_for_residents(act, sign_in):
    proposal = ProposalFactory(hidden_at=timezone.now())
    stranger = sign_in(UserFactory())

    ask = stranger.post if act else stranger.get
    assert ask(f"/proposals/{proposal.pk}/{act}").status_code == 404


@pytest.mark.parametrize("act", ["edit", "withdraw", "answer", "ask-again"])
def test_the_authors_tools_do_nothing_for_others(act, officer, sign_in):
    proposal = ProposalFactory(status="needs_info", came_from="received")
    words = {
        "title": "가로챔",
        "text": "가로챔",
        "answer-reason": "가로챔",
        "appeal-reason": "가로챔",
    }

    sign_in(officer).post(f"/proposals/{proposal.pk}/{act}/", words)

    proposal.refresh_from_db()
    assert proposal.state == ("needs_info", "")
    assert proposal.title != "가로챔"
    assert not proposal.decisions.exists()
