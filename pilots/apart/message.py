"""The desk writes to participants without seeing who they are."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.words import Words
from pilots.apart import notify
from pilots.models import Participation, Pilot
from pilots.participation import TAKES_PART
from pilots.permissions import can_run
from pilots.workflow import Status

EVERYBODY = "taking-part"
# Whoever left, or was never in, is left in peace.
MAY_BE_WRITTEN_TO = (
    Status.APPLIED, Status.SELECTED, Status.WAITING, Status.CONSENTED, Status.ACTIVE,
    Status.COMPLETED,
)  # fmt: skip


class MessageRefused(Exception):
    """str() is one sentence that says why nothing was sent."""


def send(
    *, pilot: Pilot, to: str, title: Words, body: Words, by: User, at: datetime | None = None
) -> int:
    """Returns how many people it went to."""
    if not can_run(by, pilot):
        raise PermissionDenied
    places = Participation.objects.filter(pilot=pilot, status__in=MAY_BE_WRITTEN_TO)
    if to == EVERYBODY:
        places = places.filter(status__in=TAKES_PART)
    elif to in Status:
        places = places.filter(status=to)
    else:
        places = places.filter(panelist__code=to)
    people = notify.people_behind(places)
    if not people:
        raise MessageRefused(_("There is nobody to write to."))
    notify.send_message(pilot, people, title=title, body=body, at=at or timezone.now())
    return len(people)
