"""The one door through which values come in, from sensors, files and people who counted.

The same value for the same time changes nothing. Another value corrects the one that is there,
which is kept as an earlier version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from pilots.devices.quality import Limits
from pilots.models import (
    Device,
    Observation,
    ObservationImport,
    ObservationVersion,
    Pilot,
    Touched,
)

BATCH = 5_000
# More times than this are looked up as one stretch of time.
ONE_BY_ONE = 400


class Value(NamedTuple):
    index: int  # type: ignore[assignment]  # its place in the batch, or its row in the file
    measure: int
    site: int | None
    at: datetime
    value: float

    @property
    def key(self) -> tuple[int, int | None, datetime]:
        return self.measure, self.site, self.at


def lock_values(pilot: Pilot) -> Pilot:
    """For whoever writes values of a pilot without being one of its sensors: files and counts
    wait for each other, and for the sensors."""
    pilot = Pilot.objects.select_for_update(no_key=True).get(pk=pilot.pk)
    devices = Device.objects.of_pilot(pilot).order_by("pk")
    list(devices.select_for_update(no_key=True, of=("self",)).values_list("pk"))
    return pilot


class There(NamedTuple):
    pk: int
    value: float


@dataclass
class Kept:
    """The key of each observation by the index of its value."""

    new: dict[int, int] = field(default_factory=dict)
    corrected: dict[int, int] = field(default_factory=dict)
    unchanged: dict[int, int] = field(default_factory=dict)

    def key_of(self, index: int) -> int | None:
        for found in (self.new, self.corrected, self.unchanged):
            if index in found:
                return found[index]
        return None


@transaction.atomic
def keep_values(
    *,
    values: Sequence[Value],
    device: Device | None = None,
    imported: ObservationImport | None = None,
    by=None,
    at: datetime | None = None,
) -> Kept:
    """Each key at most once in `values`. The caller holds the lock of the device, or of the pilot
    and all its devices, so that nobody writes the same times meanwhile."""
    kept = Kept()
    limits = Limits([device]) if device else Limits.of_measures({each.measure for each in values})
    source = {"device": device, "imported": imported, "by": by}
    fresh, changed = _compare(values, kept)
    rows = Observation.objects.bulk_create(
        [
            Observation(
                measure_id=each.measure, site_id=each.site, at=each.at, value=each.value,
                flag=limits.flag(each.measure, each.site, each.value), **source,
            )
            for each in fresh
        ],
        batch_size=BATCH,
    )  # fmt: skip
    kept.new = {each.index: row.pk for each, row in zip(fresh, rows, strict=True)}
    _correct(changed, limits, source, at or timezone.now())
    touch([*fresh, *changed.values()])
    return kept


def _compare(values: Sequence[Value], kept: Kept) -> tuple[list[Value], dict[int, Value]]:
    """What is new, and by its key what says otherwise than the observation that is there."""
    there = already_there(values)
    fresh: list[Value] = []
    changed: dict[int, Value] = {}
    for each in values:
        old = there.get(each.key)
        if old is None:
            fresh.append(each)
        elif old.value == each.value:
            kept.unchanged[each.index] = old.pk
        else:
            changed[old.pk] = each
            kept.corrected[each.index] = old.pk
    return fresh, changed


def _correct(changed: dict[int, Value], limits: Limits, source: dict, at: datetime) -> None:
    keys = list(changed)
    for start in range(0, len(keys), BATCH):
        rows = list(Observation.objects.filter(pk__in=keys[start : start + BATCH]))
        ObservationVersion.objects.bulk_create(
            ObservationVersion(
                observation=row, value=row.value, flag=row.flag, imported_id=row.imported_id,
                device_id=row.device_id, by_id=row.by_id, until=at,
            )
            for row in rows
        )  # fmt: skip
        for row in rows:
            row.value = changed[row.pk].value
            row.flag = limits.flag(row.measure_id, row.site_id, row.value)
            row.device, row.imported, row.by = source["device"], source["imported"], source["by"]
        Observation.objects.bulk_update(
            rows, ["value", "flag", "device", "imported", "by"], batch_size=500
        )


def touch(values: Iterable[Value]) -> None:
    """Says whose sums are not right any more, in the transaction that changes the values."""
    hours = {(each.measure, each.site, hour_of(each.at)) for each in values}
    Touched.objects.bulk_create(
        [Touched(measure_id=measure, site_id=site, hour=hour) for measure, site, hour in hours]
    )


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def already_there(values: Sequence[Value]) -> dict[tuple, There]:
    """What is kept for these times, in one question however many they are."""
    if not values:
        return {}
    times = {value.at for value in values}
    rows = Observation.objects.filter(measure__in={value.measure for value in values})
    sites = {value.site for value in values}
    if None not in sites:
        rows = rows.filter(site__in=sites)
    if len(times) <= ONE_BY_ONE:
        rows = rows.filter(at__in=times)
    else:
        rows = rows.filter(at__range=(min(times), max(times)))
    wanted = {value.key for value in values}
    found = rows.order_by().values_list("measure", "site", "at", "pk", "value")
    return {
        (measure, site, at): There(pk, value)
        for measure, site, at, pk, value in found.iterator(chunk_size=BATCH)
        if (measure, site, at) in wanted
    }
