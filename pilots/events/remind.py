"""A day before an event those who have a place are reminded, once."""

from datetime import datetime, timedelta

from django.utils import timezone

from pilots.events import notify
from pilots.models import Event

A_DAY = timedelta(hours=24)


def remind_of_events(at: datetime | None = None) -> int:
    at = at or timezone.now()
    soon = Event.objects.filter(
        starts_at__gt=at, starts_at__lte=at + A_DAY, reminded_at__isnull=True,
        cancelled_at__isnull=True,
    ).select_related("pilot")  # fmt: skip
    reminded = 0
    for event in soon:
        # Of two clocks one finds nothing to set.
        if Event.objects.filter(pk=event.pk, reminded_at__isnull=True).update(reminded_at=at):
            notify.tell_reminder(event, at=at)
            reminded += 1
    return reminded
