"""An officer announces an event, changes it, calls it off, and writes down what was said."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from city.words import Words
from pilots.events import notify
from pilots.events.come import move_up
from pilots.models import Event, Pilot
from pilots.workflow import Stage

# What somebody who signed up has to be told when it changes.
TELLING = {"where", "starts_at", "ends_at"}


class EventRefused(Exception):
    """str() is one sentence that says why."""


def announce_event(*, pilot: Pilot, by, at: datetime | None = None, **fields: Any) -> Event:
    at = at or timezone.now()
    if pilot.stage in (Stage.DRAFT, Stage.STOPPED):
        raise EventRefused(_("Events are announced while the pilot is public and goes on."))
    event = Event(pilot=pilot, code=_code(), created_at=at, changed_at=at, **fields)
    event.validate_constraints()
    event.save()
    notify.tell_announced(event, at=at)
    return event


def _code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


@transaction.atomic
def change_event(*, event: Event, by, at: datetime | None = None, **fields: Any) -> Event:
    at = at or timezone.now()
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if locked.cancelled_at:
        raise EventRefused(_("This event was called off."))
    changed = {name for name, value in fields.items() if getattr(locked, name) != value}
    for name in changed:
        setattr(locked, name, fields[name])
    if changed:
        locked.changes, locked.changed_at = locked.changes + 1, at
    locked.validate_constraints()
    locked.save()
    move_up(event=locked, at=at)  # there may be more places now
    if changed & TELLING:
        notify.tell_changed(locked, at=at)
    event.refresh_from_db()
    return event


@transaction.atomic
def call_off(*, event: Event, reason: str, by, at: datetime | None = None) -> Event:
    at = at or timezone.now()
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if locked.cancelled_at:
        return locked
    if not reason.strip():
        raise EventRefused(_("Tell those who wanted to come why."))
    locked.cancelled_at, locked.cancel_reason = at, reason.strip()[:300]
    locked.changes, locked.changed_at = locked.changes + 1, at
    locked.save()
    notify.tell_called_off(locked, at=at)
    event.refresh_from_db()
    return event


@transaction.atomic
def write_minutes(*, event: Event, minutes: Words, by, at: datetime | None = None) -> Event:
    """Public; who signed up is told the first time."""
    at = at or timezone.now()
    if event.starts_at > at:
        raise EventRefused(_("Minutes are written after the event has begun."))
    is_first = event.minutes_at is None
    event.minutes, event.minutes_at = minutes, at
    event.save(update_fields=["minutes", "minutes_at"])
    if is_first and minutes:
        notify.tell_minutes(event, at=at)
    return event
