"""What a pilot page says of its sensors: the last value, the last day, how old and how sure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from pilots.devices.alerts import ENDED, public_alerts
from pilots.devices.quality import silent_since
from pilots.devices.store import hour_of
from pilots.models import Device, Flag, Observation, ObservedHour, Pilot
from pilots.say import with_unit

HOURS = 24
WIDTH, HEIGHT, EDGE = 240, 48, 4


@dataclass(frozen=True)
class Sensor:
    """One sensor with its newest value and the averages of the last hours, the oldest first."""

    device: Device
    value: float | None
    at: datetime | None
    flag: str
    hours: list[tuple[datetime, float | None]]
    now: datetime

    @property
    def amount(self) -> str:
        return with_unit(self.value, self.device.measure.unit)

    @property
    def flag_label(self) -> str:
        return str(Flag(self.flag).label) if self.flag else ""

    @property
    def silent_since(self) -> datetime | None:
        return silent_since(self.device, self.now)

    @property
    def means(self) -> list[float]:
        return [mean for _hour, mean in self.hours if mean is not None]

    @property
    def gaps(self) -> int:
        """Hours without a value since the first; the hour that goes on may still bring one."""
        known = [mean is not None for _hour, mean in self.hours[:-1]]
        return known[known.index(True) :].count(False) if True in known else 0

    @property
    def lowest(self) -> str:
        return with_unit(min(self.means), self.device.measure.unit) if self.means else ""

    @property
    def highest(self) -> str:
        return with_unit(max(self.means), self.device.measure.unit) if self.means else ""

    @property
    def rows(self) -> list[tuple[datetime, str]]:
        """For the table beside the picture, the newest first."""
        unit = self.device.measure.unit
        return [(hour, with_unit(mean, unit)) for hour, mean in reversed(self.hours)]

    @property
    def lines(self) -> list[str]:
        """Pieces of the little picture; a gap is a gap in the line."""
        return polylines([mean for _hour, mean in self.hours])


def polylines(values: Sequence[float | None]) -> list[str]:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, spread = min(known), max(known) - min(known)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    pieces: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        share = (value - low) / spread if spread else 0.5
        x, y = EDGE + place * step, HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)
        pieces[-1].append(f"{x:.1f},{y:.1f}")
    # A single point is drawn as a short line, so that it can be seen.
    return [" ".join(piece if len(piece) > 1 else piece * 2) for piece in pieces if piece]


def live_context(pilot: Pilot, at: datetime | None = None) -> dict:
    """For the part of the page that renews itself; a pilot that has ended has none."""
    if pilot.stage in ENDED:
        return {"pilot": pilot, "sensors": [], "alerts": [], "now": at, "renews": False}
    at = at or timezone.now()
    return {
        "pilot": pilot, "sensors": sensors_of(pilot, at=at), "now": at, "renews": True,
        "alerts": list(public_alerts(pilot, at)),
    }  # fmt: skip


def sensors_of(
    pilot: Pilot, *, all_of_them: bool = False, at: datetime | None = None
) -> list[Sensor]:
    """With two questions, however many there are; those out of use only for the desk."""
    at = at or timezone.now()
    newest = Observation.objects.filter(
        measure=OuterRef("measure"), site=OuterRef("site"), at__lte=at
    ).order_by("-at")
    devices = Device.objects.of_pilot(pilot).select_related("measure", "site")
    if not all_of_them:
        devices = devices.filter(is_active=True)
    rows = devices.annotate(
        last_value=Subquery(newest.values("value")[:1]),
        last_at=Subquery(newest.values("at")[:1]),
        last_flag=Subquery(newest.values("flag")[:1]),
    ).order_by("-is_active", "pk")
    hours = [hour_of(at) - timedelta(hours=HOURS - 1 - n) for n in range(HOURS)]
    means: dict[tuple[int, int | None], dict[datetime, float | None]] = defaultdict(dict)
    for row in ObservedHour.objects.filter(measure__pilot=pilot, hour__gte=hours[0]):
        means[row.measure_id, row.site_id][row.hour] = row.mean
    return [
        Sensor(
            device=row, value=row.last_value, at=row.last_at, flag=row.last_flag or "",
            hours=[(hour, means[row.measure_id, row.site_id].get(hour)) for hour in hours],
            now=at,
        )
        for row in rows
    ]  # fmt: skip
