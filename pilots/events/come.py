"""Somebody signs up for an event, signs off again, and is there."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tries import Limit, is_over, note_try
from pilots.events import notify
from pilots.models import Event, EventPlace, Participation
from pilots.participation import HOLDS_A_PLACE, theirs

# Six digits are guessed by nobody who may try so often in an hour.
WRONG_CODES = Limit("event-code", 10)


class SignUpRefused(Exception):
    """str() is one sentence that says why."""


def may_come(event: Event, person) -> bool:
    """Events of participants are for those who hold a place in the pilot, and whoever acts for
    them."""
    if event.open_to == Event.For.EVERYBODY:
        return True
    return Participation.objects.filter(
        theirs(person), pilot=event.pilot_id, status__in=HOLDS_A_PLACE
    ).exists()


@transaction.atomic
def sign_up(*, event: Event, by: User, at: datetime | None = None) -> EventPlace:
    """The same place however often it is asked for; whoever comes when all are taken waits."""
    at = at or timezone.now()
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if already := EventPlace.objects.filter(event=locked, person=by).first():
        return already
    if locked.cancelled_at:
        raise SignUpRefused(_("This event was called off."))
    if locked.ends_at <= at:
        raise SignUpRefused(_("This event is over."))
    if not may_come(locked, by):
        raise SignUpRefused(_("This event is for the participants of the pilot."))
    return EventPlace.objects.create(
        event=locked, person=by, signed_up_at=at, has_place=free_places(locked) != 0
    )


@transaction.atomic
def sign_off(*, event: Event, by: User, at: datetime | None = None) -> None:
    at = at or timezone.now()
    locked = Event.objects.select_for_update().get(pk=event.pk)
    EventPlace.objects.filter(event=locked, person=by, came_at__isnull=True).delete()
    move_up(event=locked, at=at)


def move_up(*, event: Event, at: datetime) -> int:
    """Whoever waits gets a place that has become free, in the order of signing up."""
    if event.cancelled_at or event.ends_at <= at:
        return 0
    free = free_places(event)
    waiting = event.places.filter(has_place=False)
    moved = list(waiting if free is None else waiting[:free])
    EventPlace.objects.filter(pk__in=[place.pk for place in moved]).update(has_place=True)
    notify.tell_moved_up(event, [place.person_id for place in moved], at=at)
    return len(moved)


def free_places(event: Event) -> int | None:
    """None: there is room for everybody."""
    if event.capacity is None:
        return None
    return max(event.capacity - event.places.filter(has_place=True).count(), 0)


@transaction.atomic
def come_with_code(*, event: Event, code: str, by: User, at: datetime | None = None) -> EventPlace:
    """The code is said aloud in the room, so it counts only on the day of the event."""
    at = at or timezone.now()
    if timezone.localdate(at) != timezone.localdate(event.starts_at):
        raise SignUpRefused(_("The code counts on the day of the event."))
    tries = f"{event.pk}:{by.pk}"
    if is_over(WRONG_CODES, tries):
        raise SignUpRefused(
            _("Many codes were tried. Please wait an hour, or say at the door that you are here.")
        )
    if code.strip() != event.code or event.cancelled_at:
        note_try(WRONG_CODES, tries)
        raise SignUpRefused(_("This is not the code of this event. It has six digits."))
    if not may_come(event, by):
        raise SignUpRefused(_("This event is for the participants of the pilot."))
    place, _is_new = EventPlace.objects.get_or_create(
        event=event, person=by, defaults={"signed_up_at": at}
    )
    return note_who_came(event=event, places=[place.pk], by=by, at=at)[0]


@transaction.atomic
def note_who_came(
    *, event: Event, places: list[int], by: User, at: datetime | None = None
) -> list[EventPlace]:
    """From the list at the door: these were there."""
    at = at or timezone.now()
    event.places.filter(pk__in=places, came_at__isnull=True).update(came_at=at, has_place=True)
    return list(event.places.filter(pk__in=places))


@transaction.atomic
def take_off_list(*, event: Event, places: list[int], by: User) -> None:
    event.places.filter(pk__in=places).update(came_at=None)
