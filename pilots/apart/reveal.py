"""Brings a code and a name together, once, for a reason that is written down."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import DeskContact, User
from pilots.models import Participation, Reveal
from pilots.participation import acting_for
from pilots.permissions import can_run


class RevealRefused(Exception):
    """str() is one sentence that says why nothing is shown."""


class Contact(NamedTuple):
    """How somebody is reached; shown on one answer and kept nowhere else."""

    name: str
    email: str
    phone: str
    desk: str
    is_representative: bool


@transaction.atomic
def reveal(
    *, participation: Participation, by: User, reason: str, at: datetime | None = None
) -> Contact:
    at = at or timezone.now()
    if not can_run(by, participation.pilot):
        raise PermissionDenied
    if not reason.strip():
        raise RevealRefused(_("Say in a sentence why you need to know."))
    person = User.objects.filter(pk=acting_for(participation) or 0, erased_at=None).first()
    if person is None:
        raise RevealRefused(_("Nobody stands behind this code any more."))
    Reveal.objects.create(
        participation=participation, reason=reason.strip()[:300], by=by, at=at
    )  # fmt: skip
    note_access(
        staff=by, action="pilot-reveal", subject=person, thread=participation.pilot.thread, at=at
    )
    at_desk = DeskContact.objects.filter(person=person).first()
    return Contact(
        name=person.pseudonym,
        email=person.email or "",
        phone=person.phone or "",
        desk=f"{at_desk.name} {at_desk.phone} {at_desk.address}".strip() if at_desk else "",
        is_representative=person.pk != participation.panelist.person_id,
    )
