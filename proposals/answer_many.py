"""Many proposals answered at once: one text with placeholders, each answer a decision of its own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sign_off import SignOffRefused, open_sign_off
from proposals.carry_out import carry_out
from proposals.models import Proposal
from proposals.workflow import MoveNotAllowed, Mover, Outcome, State, Status, closed, moves_of

# What can be said to many in the same words. Promises and merges are made one by one.
MOVES: dict[str, State] = {
    Outcome.NOT_RAISED: closed(Outcome.NOT_RAISED),
    Outcome.DECLINED: closed(Outcome.DECLINED),
    Outcome.REFERRED: closed(Outcome.REFERRED),
    Status.NEEDS_INFO: (Status.NEEDS_INFO, ""),
    Status.IN_REVIEW: (Status.IN_REVIEW, ""),
}
PUBLISHED, SENT, ALREADY, REFUSED = "published", "sent", "already", "refused"


class Answer(NamedTuple):
    """What one proposal is to be told, and in which state it was when the text was written."""

    proposal: Proposal
    text: str
    seen: Any = None


class Result(NamedTuple):
    proposal: Proposal
    what: str  # PUBLISHED, SENT, ALREADY or REFUSED
    sentence: str = ""


def why_not(proposal: Proposal, code: str) -> str:
    """Why this proposal cannot be answered so, in a sentence; empty where it can."""
    if MOVES[code] not in moves_of(proposal.state, Mover.OFFICER):
        return str(MoveNotAllowed(proposal.state, MOVES[code]))
    return ""


def moves_for(proposals: list[Proposal]) -> list[str]:
    """What can be said to at least one of them; what fits most of them comes first."""
    fit = {code: sum(not why_not(row, code) for row in proposals) for code in MOVES}
    return sorted((code for code in MOVES if fit[code]), key=lambda code: -fit[code])


def answer_many(*, answers: Iterable[Answer], code: str, by: User, **details: str) -> list[Result]:
    """Each in its own transaction: what is refused leaves the others alone. `details` are those of
    a referral: the body, its receipt number and link."""
    return [_answer(answer, code, by, details) for answer in answers]


def _answer(answer: Answer, code: str, by: User, details: dict[str, str]) -> Result:
    proposal = answer.proposal
    status, outcome = MOVES[code]
    written = {"move": code, "form": {"reason": answer.text, **details}}
    data = {
        "proposal": proposal, "status": status, "outcome": outcome, "reason": answer.text, **details,
    }  # fmt: skip
    try:
        sent = carry_out(
            proposal=proposal, act="decide", data=data, by=by, seen=answer.seen, written=written
        )
    except (MoveNotAllowed, SignOffRefused) as refusal:
        if _was_done(answer, (status, outcome), by):
            return Result(proposal, ALREADY)
        return Result(proposal, REFUSED, str(refusal))
    return Result(proposal, SENT if sent else PUBLISHED)


def _was_done(answer: Answer, state: State, by: User) -> bool:
    """The same answer by the same person: the button was pressed twice."""
    same = answer.proposal.decisions.filter(
        status=state[0], outcome=state[1], reason=answer.text.strip(), decided_by=by
    )
    if same.exists():
        return True
    waits = open_sign_off(answer.proposal.thread)
    return bool(
        waits
        and waits.state == waits.State.SENT
        and waits.written_by_id == by.pk
        and waits.decision.get("data", {}).get("reason") == answer.text
    )


def in_words(result: Result) -> str:
    return {
        PUBLISHED: _("Published; everybody it touches has been told."),
        SENT: _("Sent for approval; it is published once it is approved."),
        ALREADY: _("Had been answered so already; nothing was done twice."),
        REFUSED: result.sentence,
    }[result.what]
