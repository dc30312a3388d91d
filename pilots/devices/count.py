"""What somebody counted by hand: one value of a measure, at a site, at a time."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from pilots.devices.receive import CLOCK_ERROR, PilotEnded
from pilots.devices.store import Kept, Value, keep_values, lock_values
from pilots.models import Measure, Site
from pilots.workflow import ENDED


class CountedInTheFuture(ValueError):
    """Nobody can have counted that yet."""


@transaction.atomic
def note_count(
    *,
    measure: Measure,
    site: Site | None,
    counted_at: datetime,
    value: float,
    by: User,
    at: datetime | None = None,
) -> Kept:
    """Another number for the same time corrects the one that was typed in; that one is kept."""
    at = at or timezone.now()
    pilot = lock_values(measure.pilot)
    if pilot.stage in ENDED:
        raise PilotEnded
    if counted_at > at + CLOCK_ERROR:
        raise CountedInTheFuture
    one = Value(0, measure.pk, site.pk if site else None, counted_at, value)
    return keep_values(values=[one], by=by, at=at)
