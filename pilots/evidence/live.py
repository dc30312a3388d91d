"""What a pilot's measures say so far, computed by the clock so that no reader waits for it."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from pilots.compare import compare_all
from pilots.models import LiveComparison, Pilot
from pilots.workflow import Stage

# Readings of sensors arrive all the time; so often they are looked at again.
FRESH_FOR = timedelta(minutes=15)
HAS_MOVED_ON = {Stage.DRAFT, Stage.CONCLUDED, Stage.STOPPED}


def live_comparisons(pilot: Pilot, at: datetime | None = None) -> tuple[list[dict], datetime]:
    """(comparisons, as of). Where the clock has not come round yet, the first reader computes them
    and the next find them in the cache. Of a stopped pilot they stay as they were."""
    at = at or timezone.now()
    key = key_of(pilot)
    stored = LiveComparison.objects.filter(pilot=pilot, key=key).first()
    if stored and (pilot.stage == Stage.STOPPED or stored.as_of >= at - 2 * FRESH_FOR):
        return stored.comparisons, stored.as_of
    if pilot.stage == Stage.STOPPED:
        return _kept_for_good(pilot, key, at)
    kept = cache.get(f"live:{key}")
    if kept is None:
        kept = compare_all(pilot, at=at), at
        cache.set(f"live:{key}", kept, FRESH_FOR.total_seconds())
    return kept


def _kept_for_good(pilot: Pilot, key: str, at: datetime) -> tuple[list[dict], datetime]:
    """A stopped pilot has no result with frozen evidence. Counted anew when one of few takes their
    data out, its averages would tell what that person had answered."""
    stored, _is_new = LiveComparison.objects.update_or_create(
        pilot=pilot, defaults={"comparisons": compare_all(pilot, at=at), "key": key, "as_of": at}
    )
    return stored.comparisons, stored.as_of


def keep_told(pilot: Pilot, at: datetime) -> None:
    """Before somebody's answers go: what a stopped pilot tells, if nobody has read it yet."""
    if pilot.stage == Stage.STOPPED:
        live_comparisons(pilot, at)


def key_of(pilot: Pilot) -> str:
    """A move of the pilot or a file of observations makes another key."""
    arrived = pilot.imports.aggregate(last=Max("pk"), n=Count("pk"))
    moved = pilot.stage_since.timestamp()  # to the microsecond: two moves may share a second
    return f"{pilot.pk}:{moved}:{arrived['last']}:{arrived['n']}"


def refresh_live(at: datetime | None = None) -> int:
    """Called by the clock: every pilot that goes on, when something came or time has passed."""
    at = at or timezone.now()
    refreshed = 0
    for pilot in Pilot.objects.exclude(stage__in=HAS_MOVED_ON).order_by("pk"):
        key = key_of(pilot)
        stored = LiveComparison.objects.filter(pilot=pilot).first()
        if stored and stored.key == key and stored.as_of > at - FRESH_FOR:
            continue
        LiveComparison.objects.update_or_create(
            pilot=pilot,
            defaults={"comparisons": compare_all(pilot, at=at), "key": key, "as_of": at},
        )
        refreshed += 1
    return refreshed
