"""Which decisions the desk offers for a proposal: the workflow table, with a form for each."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from proposals import desk_forms as forms
from proposals.models import Proposal
from proposals.triage import is_kept
from proposals.workflow import Mover, Outcome, State, Status, moves_of


class Move(NamedTuple):
    code: str  # stands in the address
    label: str
    hint: str
    icon: str
    form: type[forms.MoveForm]
    act: str = "decide"
    after: State | None = None
    is_refusal: bool = False


def _move(code, label, hint, icon, form=forms.MoveForm, act="decide", is_refusal=False):
    after = (Status.CLOSED, code) if code in Outcome.values else (code, "")
    known = code in Outcome.values or code in Status.values
    return Move(code, label, hint, icon, form, act, after if known else None, is_refusal)


MOVES = {
    move.code: move
    for move in [
        _move("in_review", _("Start the review"),
              _("The answer clock starts now."), "search"),
        _move("accepted", _("Accept"),
              _("The city takes it up, in full or in part."), "success", forms.AcceptForm),
        _move("planned", _("Promise and plan"),
              _("Say what will be done, by whom and by which month."), "flag",
              forms.PromiseForm, "promise"),
        _move("done", _("Close as done"),
              _("Every commitment is kept."), "double-check"),
        _move("needs_info", _("Ask the author"),
              _("The clock pauses until the author answers."), "question", forms.AskForm),
        _move("referred", _("Refer to another body"),
              _("Not the city's to decide, or a civil petition."), "refer", forms.ReferForm),
        _move("merged", _("Merge with a similar one"),
              _("Its support moves along, one per person."), "merge", forms.MergeForm, "merge"),
        _move("not_raised", _("Short answer: not enough support"),
              _("Not a refusal; it may be proposed again."), "clock"),
        _move("declined", _("Do not accept"),
              _("The author may ask once for a second look."), "close", is_refusal=True),
        _move("unmerge", _("Undo the merge"),
              _("It goes on as it was; the support that was moved goes back."), "undo",
              forms.UnmergeForm, "unmerge"),
    ]
}  # fmt: skip


def moves_for(proposal: Proposal) -> list[Move]:
    """In the order of the list above, those that the table allows an officer now."""
    if proposal.outcome == Outcome.MERGED:
        return [MOVES["unmerge"]]
    if proposal.status == Status.PLANNED:  # back to review is what dropping a commitment does
        closing = [MOVES["done"]] if is_kept(proposal) else []
        return [*closing, MOVES["planned"]]
    allowed = moves_of(proposal.state, Mover.OFFICER)
    return [move for move in MOVES.values() if move.after in allowed]


def arguments_of(move: Move, form: forms.MoveForm) -> dict:
    """What the verb of this move is called with."""
    arguments = form.arguments()
    if move.act == "decide" and move.after:
        arguments["status"], arguments["outcome"] = move.after
    return arguments
