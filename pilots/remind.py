"""What the clock does for pilots: nags about those overdue, and gives up on silent places."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Update
from pilots import notify
from pilots.models import Participation, Pilot
from pilots.select import offer_free_places
from pilots.workflow import Status, check_participation_move

NAG_EVERY = timedelta(days=7)
CONSENT_WITHIN = timedelta(days=7)


def remind_managers(*, at: datetime | None = None) -> int:
    """Once a week for each pilot past its end date; the inbox itself remembers the last time."""
    at = at or timezone.now()
    nagged = set(
        Update.objects.filter(kind="pilot-overdue", at__gt=at - NAG_EVERY, at__lte=at).values_list(
            "thread", flat=True
        )
    )
    overdue = Pilot.objects.overdue(timezone.localtime(at).date())
    late = [pilot for pilot in overdue if pilot.thread not in nagged]
    for pilot in late:
        notify.nag_manager(pilot, at=at)
    return len(late)


@transaction.atomic
def expire_selected(*, at: datetime | None = None) -> int:
    """A place offered seven days ago, without consent or refusal, becomes free again."""
    at = at or timezone.now()
    check_participation_move(Status.SELECTED, Status.EXPIRED)
    silent = list(
        Participation.objects.select_for_update()
        .select_related("pilot")
        .filter(status=Status.SELECTED, status_since__lte=at - CONSENT_WITHIN)
    )
    for participation in silent:
        participation.status, participation.status_since = Status.EXPIRED, at
        participation.save(update_fields=["status", "status_since"])
        notify.tell_expired(participation, at=at)
    for pilot in {participation.pilot for participation in silent}:
        offer_free_places(pilot=pilot, at=at)
    return len(silent)
