"""What is doubtful about a value. Nothing is thrown away: a doubtful value is kept and says so.

Out of range: no sensor of this kind can have seen it, so it counts in no sum and no comparison.
Stuck: the same value many times running. It may be the truth (an empty car park), so it counts.
A gap is no value at all: it stays a gap, and is never a zero.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from pilots.models import Device, Flag, Observation

# So many intervals without a value, and a sensor is taken for silent.
SILENT_AFTER = 3


class Limits:
    """The lowest and highest possible value by measure and site, as their sensors say."""

    def __init__(self, devices: Iterable[Device]):
        self._by_series = {
            (device.measure_id, device.site_id): (device.lowest, device.highest)
            for device in devices
        }

    @classmethod
    def of_measures(cls, measures: Iterable[int]) -> "Limits":
        return cls(Device.objects.filter(measure__in=measures, is_active=True))

    def flag(self, measure: int, site: int | None, value: float) -> str:
        lowest, highest = self._by_series.get((measure, site or 0), (None, None))
        outside = (lowest is not None and value < lowest) or (
            highest is not None and value > highest
        )
        return Flag.RANGE if outside else Flag.NONE


def mark_stuck(*, measure: int, site: int, since: datetime, until: datetime, after: int) -> int:
    """Says of the values since … until whether they are stuck, and of those around them whose
    answer depends on them; returns how many changed."""
    before, within, later = _with_neighbours(measure, site, since, until, after)
    rows = before + within + later
    stuck = _in_long_runs([row["value"] for row in rows], after)
    # Of the outermost values not all neighbours were read, unless the series ends there.
    margin, all_read = after - 1, 2 * (after - 1)
    first = margin if len(before) == all_read else 0
    last = len(rows) - (margin if len(later) == all_read else 0)
    changed: dict[str, list[int]] = {Flag.STUCK: [], Flag.NONE: []}
    for row, is_stuck in zip(rows[first:last], stuck[first:last], strict=True):
        wanted = Flag.STUCK if is_stuck else Flag.NONE
        if row["flag"] not in (wanted, Flag.RANGE):
            changed[wanted].append(row["pk"])
    for flag, keys in changed.items():
        if keys:
            Observation.objects.filter(pk__in=keys).update(flag=flag)
    return sum(map(len, changed.values()))


def _with_neighbours(
    measure: int, site: int, since: datetime, until: datetime, after: int
) -> tuple[list[Any], list[Any], list[Any]]:
    series = Observation.objects.filter(measure=measure, site=site).values(
        "pk", "at", "value", "flag"
    )
    most = 2 * (after - 1)
    before: list[Any] = list(series.filter(at__lt=since).order_by("-at")[:most])[::-1]
    within: list[Any] = list(series.filter(at__gte=since, at__lt=until).order_by("at"))
    return before, within, list(series.filter(at__gte=until).order_by("at")[:most])


def _in_long_runs(values: Sequence[float], after: int) -> list[bool]:
    found: list[bool] = []
    for _value, run in groupby(values):
        length = len(list(run))
        found += [length >= after] * length
    return found


def silent_since(device: Device, at: datetime | None = None) -> datetime | None:
    """When it was last heard of, if that is too long ago; None while all is well or unknown."""
    if not device.may_send or device.every_minutes is None or device.seen_at is None:
        return None
    patience = timedelta(minutes=device.every_minutes * SILENT_AFTER)
    return device.seen_at if (at or timezone.now()) - device.seen_at > patience else None
