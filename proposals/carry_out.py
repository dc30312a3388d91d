"""What officers decide at the desk is done at once, or waits for the approval that it needs."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from accounts import sign_off as sign_offs
from accounts.models import SignOff, User
from city.models import Department
from city.words import Words
from proposals.merge import merge_proposals, unmerge
from proposals.models import Commitment, Proposal
from proposals.promise import drop, promise
from proposals.triage import SignOffNeeded, decide

ACTS: dict[str, Callable] = {
    "decide": decide,
    "merge": merge_proposals,
    "unmerge": unmerge,
    "promise": promise,
    "drop": drop,
}
ROWS: dict[str, type[models.Model]] = {
    "proposal": Proposal,
    "into": Proposal,
    "department": Department,
    "commitment": Commitment,
}
DATES = {"due_month"}


@transaction.atomic
def carry_out(
    *,
    proposal: Proposal,
    act: str,
    data: dict[str, Any],
    by: User,
    seen: datetime | None = None,
    written: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> SignOff | None:
    """Does it; or, where somebody has to approve it first, sends it and returns the SignOff.

    `written` is the form as the officer filled it in, for when it comes back.
    """
    try:
        with transaction.atomic():
            ACTS[act](**data, by=by, seen=seen, at=at)
    except SignOffNeeded as needed:
        decision = {
            "act": act, "data": _packed(data), "written": written or {},
            "seen": (seen or proposal.status_since).isoformat(),
        }  # fmt: skip
        return sign_offs.send_for_approval(
            thread=proposal.thread, decision=decision, by=by,
            approver_role=needed.approver_role, at=at,
        )  # fmt: skip
    if left := sign_offs.open_sign_off(proposal.thread):
        sign_offs.drop(sign_off=left, by=by, at=at)  # it was about what has just been decided
    return None


def publish_approved(*, sign_off: SignOff, at: datetime) -> None:
    """Called by accounts.sign_off.approve; refused when the proposal has moved on since."""
    decision = sign_off.decision
    ACTS[decision["act"]](
        **_unpacked(decision["data"]),
        by=sign_off.decided_by,
        seen=datetime.fromisoformat(decision["seen"]),
        sign_off=sign_off,
        at=at,
    )


def _packed(data: dict[str, Any]) -> dict[str, Any]:
    """As JSON holds it: rows by their key, months as text."""

    def pack(value):
        if isinstance(value, models.Model):
            return value.pk
        return value.isoformat() if isinstance(value, date) else value

    return {name: pack(value) for name, value in data.items()}


def _unpacked(data: dict[str, Any]) -> dict[str, Any]:
    def unpack(name, value):
        if value is None:
            return None
        if name in ROWS:
            return ROWS[name]._default_manager.get(pk=value)
        if name in DATES:
            return date.fromisoformat(value)
        return Words(value) if isinstance(value, dict) else value

    return {name: unpack(name, value) for name, value in data.items()}
