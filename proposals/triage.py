"""Officers look, decide with a public reason and reply: the one door for every move."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SignOff, User
from accounts.roles import STAFF, Role
from accounts.sign_off import has_role
from city.models import City, Delegation, Department
from proposals import clock, notify
from proposals.models import Commitment, Decision, OfficialReply, Proposal
from proposals.workflow import (
    MoveNotAllowed,
    Mover,
    MoveRefused,
    Outcome,
    State,
    Status,
    check_move,
    label_of,
)


class MovedMeanwhile(MoveRefused):
    """Somebody else moved the proposal after this officer had opened it."""


class SignOffNeeded(MoveRefused):
    """전결: somebody with `approver_role` has to approve this decision first."""

    def __init__(self, approver_role: str):
        super().__init__(
            _("This decision needs the approval of the role “%(role)s”.")
            % {"role": Role(approver_role).label}
        )
        self.approver_role = approver_role


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    status: str,
    outcome: str = "",
    reason: str,
    by: User | None = None,
    mover: str = Mover.OFFICER,
    in_part: bool = False,
    department: Department | None = None,
    referred_to: str = "",
    receipt: str = "",
    link: str = "",
    merged_into: Proposal | None = None,
    amount: int | None = None,
    seen: datetime | None = None,
    sign_off: SignOff | None = None,
    at: datetime | None = None,
) -> Decision:
    """Moves a proposal, writes why, sets its clocks and tells everybody it touches.

    `amount` is what is promised in won, where something is: who approves may hang on it. `seen` is
    the `status_since` that the decider was shown: where the table would still allow the move, a
    decision on an outdated page is refused all the same. The `proposal` passed in is brought up
    to date.
    """
    at = at or timezone.now()
    # Two officers may decide at once: the second waits here and then reads what the first did.
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    before, after = row.state, (status, outcome)
    _refuse_when_moved_meanwhile(row, seen)
    check_move(before, after, mover)
    _check_mover(row, after, mover, by)
    _check_conditions(row, after, reason, referred_to, merged_into)
    if mover == Mover.OFFICER and sign_off is None:
        check_sign_off(row, after, by=by, amount=amount or 0, at=at)

    row.came_from = _came_from(row, after)
    row.status, row.outcome = after
    row.status_since = row.updated_at = at
    row.merged_into = merged_into if outcome == Outcome.MERGED else None
    row.in_part = in_part if status == Status.ACCEPTED else row.in_part
    row.department = department or row.department
    clock.follow_move(
        row, before=before, after=after, mover=mover, at=at, city=City.objects.current()
    )
    changed = [
        "came_from", "status", "outcome", "status_since", "updated_at", "merged_into", "in_part",
        "department", *clock.FIELDS,
    ]  # fmt: skip
    row.save(update_fields=changed)
    for name in changed:
        setattr(proposal, name, getattr(row, name))

    decision = Decision.objects.create(
        proposal=row, before_status=before[0], before_outcome=before[1], status=status,
        outcome=outcome, in_part=in_part, reason=reason.strip(), mover=mover,
        department=row.department, referred_to=referred_to, receipt=receipt, link=link,
        sign_off=sign_off, decided_by=by, at=at,
    )  # fmt: skip
    notify.tell_decision(decision)
    return decision


@transaction.atomic
def reply_officially(
    *,
    proposal: Proposal,
    department: Department,
    text: str,
    by: User,
    at: datetime | None = None,
) -> OfficialReply:
    """The city's words in the discussion; not a decision."""
    at = at or timezone.now()
    if not by.is_officer:
        raise MoveRefused(_("Only people who work at the desk can reply for the city."))
    if not text.strip():
        raise MoveRefused(_("Write the reply first."))
    clock.note_first_look(proposal, at)
    proposal.save(update_fields=["first_look_at"])
    reply = OfficialReply.objects.create(
        proposal=proposal, department=department, text=text.strip(), written_by=by, created_at=at
    )
    notify.tell_reply(reply)
    return reply


def approver_for(
    after: State,
    *,
    by: User | None,
    support: int = 0,
    amount: int = 0,
    at: datetime | None = None,
) -> str | None:
    """전결: the role that has to approve this first, or None where `by` decides alone.

    Of the rows for this kind of decision those count that its size reaches, and of these the
    highest role. Who has that role decides alone; a deputy does not, and sends it like others.
    """
    if not City.objects.current().uses_sign_off:
        return None
    rows = Delegation.objects.filter(
        status=after[0], outcome=after[1], since__lte=at or timezone.now(),
        from_support__lte=support, from_amount__lte=amount,
    )  # fmt: skip
    roles = rows.values_list("approver", flat=True)
    role = max(roles, key=lambda role: STAFF.index(Role(role)), default=None)
    return role if role and not (by and has_role(by, role)) else None


def check_sign_off(
    proposal: Proposal, after: State, *, by: User | None, amount: int = 0, at: datetime
) -> None:
    """Raises SignOffNeeded where somebody else has to approve this first."""
    support = proposal.support_count
    if role := approver_for(after, by=by, support=support, amount=amount, at=at):
        raise SignOffNeeded(role)


def _refuse_when_moved_meanwhile(row: Proposal, seen: datetime | None) -> None:
    if seen is None or seen == row.status_since:
        return
    raise MovedMeanwhile(
        _(
            "Somebody else decided first: this proposal is now “%(state)s”. "
            "Your text is still here; read what was decided and choose again."
        )
        % {"state": label_of(row.state)}
    )


def _check_mover(row: Proposal, after: State, mover: str, by: User | None) -> None:
    if mover == Mover.OFFICER and not (by and by.is_officer):
        raise MoveNotAllowed(row.state, after, mover)
    if mover == Mover.AUTHOR and (by is None or by.pk != row.author_id):
        raise MoveNotAllowed(row.state, after, mover)


def _check_conditions(
    row: Proposal, after: State, reason: str, referred_to: str, merged_into: Proposal | None
) -> None:
    """What the table cannot say. Conditions of one verb only live with that verb."""
    status, outcome = after
    if not reason.strip():
        raise MoveRefused(_("Tell residents why."))
    goes_back = row.status == Status.NEEDS_INFO or row.outcome == Outcome.MERGED
    if goes_back and status != Status.CLOSED and status != row.came_from:
        raise MoveNotAllowed(row.state, after)
    if outcome == Outcome.MERGED and (merged_into is None or merged_into.pk == row.pk):
        raise MoveRefused(_("Choose the proposal that this one is merged into."))
    if outcome == Outcome.REFERRED and not referred_to.strip():
        raise MoveRefused(_("Name the body to which the proposal goes."))
    if outcome == Outcome.DONE and not is_kept(row):
        raise MoveRefused(_("This can be closed as done once every commitment is kept."))


def is_kept(proposal: Proposal) -> bool:
    """Something was promised, and all that was not dropped is done."""
    states = set(proposal.commitments.values_list("state", flat=True))
    return states - {Commitment.State.DROPPED} == {Commitment.State.DONE}


def _came_from(row: Proposal, after: State) -> str:
    """Where needs_info and merged go back to. A merge that is undone finds the place before."""
    status, outcome = after
    if status == Status.NEEDS_INFO and row.outcome == Outcome.MERGED:
        asked = row.decisions.filter(status=Status.NEEDS_INFO).exclude(
            before_outcome=Outcome.MERGED
        )
        return asked.values_list("before_status", flat=True).last() or Status.RECEIVED
    return row.status if status == Status.NEEDS_INFO or outcome == Outcome.MERGED else ""
