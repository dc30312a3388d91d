"""One person's place in a pilot, and its moves, which the table of pilots/workflow.py allows."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from pilots.models import Participation, Pilot
from pilots.workflow import Stage, Status, check_participation_move

# Those who hold one of the pilot's places.
HOLDS_A_PLACE = {Status.SELECTED, Status.CONSENTED, Status.ACTIVE, Status.COMPLETED}
TAKES_PART = {Status.CONSENTED, Status.ACTIVE}
MAY_WITHDRAW = {Status.APPLIED, Status.SELECTED, Status.CONSENTED, Status.ACTIVE}
# A place that becomes free in one of these stages is offered to the next on the waiting list.
PLACES_ARE_OFFERED = {Stage.RECRUITING, Stage.BASELINE}
CONSENT_IS_TAKEN = {Stage.RECRUITING, Stage.BASELINE, Stage.RUNNING}


def participation_of(pilot: Pilot, person) -> Participation | None:
    if not person.is_authenticated:
        return None
    return (
        Participation.objects.filter(pilot=pilot, panelist__person=person)
        .select_related("pilot", "panelist")
        .order_by("-created_at", "-pk")
        .first()
    )


def move_participation(*, participation: Participation, to: str, at: datetime) -> Participation:
    """Inside a transaction: of two windows the second waits here and is refused by the table."""
    locked = Participation.objects.select_for_update().get(pk=participation.pk)
    check_participation_move(locked.status, to)
    participation.status, participation.status_since = to, at
    participation.save(update_fields=["status", "status_since"])
    return participation


def check_own(participation: Participation, by: User) -> None:
    if participation.panelist.person_id != by.pk:
        raise PermissionDenied
