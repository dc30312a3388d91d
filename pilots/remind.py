"""What the clock does for pilots: nags about those overdue, and gives up on silent places."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Update
from pilots import notify, notify_participants
from pilots.models import Participation, Pilot
from pilots.participation import lock_pilot
from pilots.select import offer_free_places
from pilots.workflow import Status, check_participation_move

NAG_EVERY = timedelta(days=7)
REMIND_BEFORE = timedelta(days=1)


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


def remind_selected(*, at: datetime | None = None) -> int:
    """Who has not answered a day before the place goes to somebody else hears of it, once."""
    at = at or timezone.now()
    silent = Participation.objects.filter(
        status=Status.SELECTED, answer_by__gt=at, answer_by__lte=at + REMIND_BEFORE,
        reminded_at=None,
    ).select_related("pilot", "panelist", "representative")  # fmt: skip
    return sum(_remind(participation, at) for participation in silent)


@transaction.atomic
def _remind(participation: Participation, at: datetime) -> bool:
    """One conditional UPDATE, so that of two clocks one tells."""
    waiting = Participation.objects.filter(
        pk=participation.pk, status=Status.SELECTED, reminded_at=None
    )
    is_first = bool(waiting.update(reminded_at=at))
    if is_first:
        notify_participants.remind_selected(participation, at=at)
    return is_first


def expire_selected(*, at: datetime | None = None) -> int:
    """A place without a yes or no until its last day becomes free, and the next one moves up."""
    at = at or timezone.now()
    silent = Participation.objects.filter(status=Status.SELECTED, answer_by__lte=at)
    pilots = Pilot.objects.filter(participations__in=silent).distinct().order_by("pk")
    return sum(_expire(pilot, at) for pilot in pilots)


@transaction.atomic
def _expire(pilot: Pilot, at: datetime) -> int:
    check_participation_move(Status.SELECTED, Status.EXPIRED)
    lock_pilot(pilot)  # a second clock waits here, and finds nobody any more
    silent = list(
        pilot.participations.filter(status=Status.SELECTED, answer_by__lte=at)
        .select_related("pilot", "panelist", "representative")
    )  # fmt: skip
    for participation in silent:
        participation.status, participation.status_since = Status.EXPIRED, at
        participation.save(update_fields=["status", "status_since"])
        notify_participants.tell_expired(participation, at=at)
    offer_free_places(pilot=pilot, at=at)
    return len(silent)
