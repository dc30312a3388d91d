"""결재 of a result: decided at once, or sent, with its evidence as it stands, to who approves it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import sign_off as sign_offs
from accounts.models import SignOff, User
from city.digest import digest_of
from city.words import Words
from pilots.conclude import conclude, gather_evidence
from pilots.models import Pilot
from pilots.stages import close_survey
from pilots.workflow import Stage
from proposals.triage import SignOffNeeded

KIND = "pilot:"


@transaction.atomic
def conclude_or_send(
    *,
    pilot: Pilot,
    verdict: str,
    reasons: Words,
    by: User,
    learned: Words | None = None,
    at: datetime | None = None,
) -> SignOff | None:
    """Publishes the result; or, where somebody has to approve it first, sends it."""
    at = at or timezone.now()
    said: dict[str, Any] = {"verdict": verdict, "reasons": reasons, "learned": learned or Words()}
    try:
        with transaction.atomic():
            conclude(pilot=pilot, by=by, at=at, **said)
    except SignOffNeeded as needed:
        return _send(pilot, said, by, needed.approver_role, at)
    if left := sign_offs.open_sign_off(pilot.thread):
        sign_offs.drop(sign_off=left, by=by, at=at)  # it was about what has just been decided
    return None


def _send(pilot: Pilot, said: dict[str, Any], by: User, role: str, at: datetime) -> SignOff:
    """The survey closes now: what is signed must not differ by an answer from what is published."""
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    close_survey(pilot=locked, at=at)
    evidence = gather_evidence(locked, at=at)
    return sign_offs.send_for_approval(
        thread=locked.thread, by=by, approver_role=role, at=at,
        decision={**said, "evidence": evidence, "digest": digest_of(evidence)},
    )  # fmt: skip


def publish_approved(*, sign_off: SignOff, at: datetime) -> None:
    """Called by accounts.sign_off.approve; refused when the pilot has moved on since."""
    decision, by = sign_off.decision, sign_off.decided_by
    assert by is not None  # approval_has_an_approver
    conclude(
        pilot=Pilot.objects.get(pk=key_of(sign_off)), verdict=decision["verdict"],
        reasons=Words(decision["reasons"]), learned=Words(decision["learned"]),
        evidence=decision["evidence"], sign_off=sign_off, by=by, at=at,
    )  # fmt: skip


def waiting_result(pilot: Pilot) -> SignOff | None:
    """What was sent or came back, as long as the pilot still waits for its result."""
    if pilot.stage != Stage.EVALUATING:
        return None
    return sign_offs.open_sign_off(pilot.thread)


def key_of(sign_off: SignOff) -> int:
    return int(sign_off.thread.removeprefix(KIND))
