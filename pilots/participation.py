"""One person's place in a pilot, and its moves, which the table of pilots/workflow.py allows."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet

from accounts.models import User
from pilots.models import Participation, Pilot
from pilots.workflow import Stage, Status, check_participation_move
from surveys.models import Panelist

# Those who hold one of the pilot's places.
HOLDS_A_PLACE = {Status.SELECTED, Status.CONSENTED, Status.ACTIVE, Status.COMPLETED}
TAKES_PART = {Status.CONSENTED, Status.ACTIVE}
MAY_WITHDRAW = {
    Status.APPLIED, Status.WAITING, Status.SELECTED, Status.CONSENTED, Status.ACTIVE,
}  # fmt: skip
# Nobody has answered or written anything yet: leaving takes back an application.
HAS_ONLY_APPLIED = MAY_WITHDRAW - TAKES_PART
# A place that becomes free in one of these stages is offered to the next on the waiting list.
PLACES_ARE_OFFERED = {Stage.RECRUITING, Stage.BASELINE}
CONSENT_IS_TAKEN = {Stage.RECRUITING, Stage.BASELINE, Stage.RUNNING}


def theirs(person: User) -> Q:
    """Places that are a person's own, or of a child or an adult for whom they act."""
    return Q(panelist__person=person) | Q(representative__person=person)


def places_of(pilot: Pilot, person) -> QuerySet[Participation]:
    """Their own place first, then those of the people for whom they act."""
    if not person.is_authenticated:
        return Participation.objects.none()
    return (
        Participation.objects.filter(theirs(person), pilot=pilot)
        .select_related("pilot", "panelist", "representative")
        .order_by(F("panelist__person").asc(nulls_last=True), "created_at", "pk")
    )


def participation_of(pilot: Pilot, person, code: str = "") -> Participation | None:
    """The place with this code, if it is theirs; without a code their own, or else the first."""
    places = places_of(pilot, person)
    return (places.filter(panelist__code=code) if code else places).first()


def acting_for(participation: Participation) -> int | None:
    """Who is told and who decides: the participant, or the one who acts for them."""
    representative = getattr(participation, "representative", None)
    return representative.person_id if representative else participation.panelist.person_id


def answered_by(person: User) -> QuerySet[Panelist]:
    """The codes of those for whom this person answers (see surveys/panel.py)."""
    return Panelist.objects.filter(participation__representative__person=person)


def check_own(participation: Participation, by: User) -> None:
    if acting_for(participation) != by.pk:
        raise PermissionDenied


def lock_pilot(pilot: Pilot) -> Pilot:
    """Whatever gives or takes places waits here for its turn; always the pilot before its people,
    so that nobody waits for each other."""
    return Pilot.objects.select_for_update().get(pk=pilot.pk)


def move_participation(*, participation: Participation, to: str, at: datetime) -> Participation:
    """Inside a transaction: of two windows the second waits here and is refused by the table."""
    lock_pilot(participation.pilot)
    locked = Participation.objects.select_for_update().get(pk=participation.pk)
    check_participation_move(locked.status, to)
    participation.status, participation.status_since = to, at
    participation.save(update_fields=["status", "status_since"])
    return participation
