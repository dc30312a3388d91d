"""Takes what a sensor sends: each bad value is named with its reason, and the rest is kept."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pilots.devices.store import Kept, Value, keep_values
from pilots.models import Device
from pilots.readings import (
    EARLIEST_YEAR,
    LARGEST,
    LATEST_YEAR,
    CellRefused,
    read_at,
    read_value,
)
from pilots.workflow import ENDED

MOST_VALUES = 10_000
# A sensor's clock may be a little fast; beyond this it is wrong.
CLOCK_ERROR = timedelta(minutes=10)


class PilotEnded(Exception):
    """What was measured stays as it was."""


class Reading(NamedTuple):
    index: int  # type: ignore[assignment]  # tuples have a method of this name
    at: Any  # text, or nothing for “now”
    value: Any  # a number or text, or nothing for a gap
    refusal: str = ""  # why it cannot be read at all


@dataclass
class Received:
    kept: Kept = field(default_factory=Kept)
    gaps: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)  # said twice: where it stood first

    def key_of(self, index: int) -> int | None:
        """The observation that a value became, or already was."""
        return self.kept.key_of(self.repeated.get(index, index))


@transaction.atomic
def receive(*, device: Device, readings: Iterable[Reading], at: datetime | None = None) -> Received:
    """Sent again it changes nothing; late values are welcome, other values correct."""
    at = at or timezone.now()
    if device.measure.pilot.stage in ENDED:
        raise PilotEnded
    # Two batches of one sensor wait for each other, so that neither overlooks the other's values.
    seen = Device.objects.select_for_update(no_key=True).get(pk=device.pk).seen_at
    result = Received()
    values = _read(device, readings, at, result)
    result.kept = keep_values(values=list(values.values()), device=device, at=at)
    seen = max(seen, at) if seen else at
    Device.objects.filter(pk=device.pk).update(seen_at=seen, silence_told_at=None)
    return result


def _read(
    device: Device, readings: Iterable[Reading], at: datetime, result: Received
) -> dict[datetime, Value]:
    values: dict[datetime, Value] = {}
    latest = at + CLOCK_ERROR
    for index, said_at, said, refusal in readings:
        try:
            if refusal:
                raise CellRefused(refusal)
            value = number_of(said)
            if value is None:
                result.gaps.append(index)
                continue
            time = time_of(said_at, latest) if said_at is not None else at
        except CellRefused as refused:
            result.refused[index] = str(refused)
            continue
        if time in values and values[time].value != value:
            result.refused[index] = _(
                "Value %(index)s already has another number for this time."
            ) % {"index": values[time].index}
        elif time in values:
            result.repeated[index] = values[time].index
        else:
            values[time] = Value(index, device.measure_id, device.site_id, time, value)
    return values


def number_of(said: Any) -> float | None:
    """A number, or None for a gap."""
    if said is None:
        return None
    if isinstance(said, str):
        return read_value(said)
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise CellRefused(_("“%(text)s” is not a number.") % {"text": str(said)[:40]})
    if not -LARGEST <= said <= LARGEST or math.isnan(said):
        raise CellRefused(_("“%(text)s” is not a number.") % {"text": str(said)[:40]})
    return float(said)


def time_of(said: Any, latest: datetime) -> datetime:
    """2026-11-22T09:00:00Z, or as Korean files write it; of a stretch of time, its beginning."""
    text = said.strip() if isinstance(said, str) else str(said)
    start = text.partition("/")[0] if "T" in text else text
    try:
        at = datetime.fromisoformat(start)
    except ValueError:
        at = read_at(start)
    if not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        raise CellRefused(_("“%(text)s” is not a date.") % {"text": text[:40]})
    if at.tzinfo is None:
        at = timezone.make_aware(at)
    if at > latest:
        raise CellRefused(
            _("%(day)s lies in the future.") % {"day": date_format(at, "SHORT_DATE_FORMAT")}
        )
    return at
