"""When is before, when is after, and how long it was followed up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from pilots.models import Pilot
from pilots.workflow import Stage


@dataclass(frozen=True)
class Periods:
    """Before: from the first day of measuring to the day before the start. After: while it ran.
    Follow-up: from the day after its end, while the pilot was followed up."""

    before_from: date | None
    before_until: date | None
    after_from: date | None
    after_until: date | None
    follow_from: date | None = None
    follow_until: date | None = None

    def of(self, day: date) -> str:
        for name in ("after", "before", "follow"):
            first, last = self.ends(name)
            if first and last and first <= day <= last:
                return name
        return ""

    def ends(self, name: str) -> tuple[date | None, date | None]:
        return getattr(self, f"{name}_from"), getattr(self, f"{name}_until")

    def days(self, name: str) -> int:
        first, last = self.ends(name)
        return (last - first).days + 1 if first and last and last >= first else 0

    @property
    def last(self) -> date | None:
        return self.follow_until or self.after_until or self.before_until


def periods_of(pilot: Pilot, at: datetime | None = None) -> Periods:
    today = timezone.localtime(at or timezone.now()).date()
    running, ended = pilot.running_from, pilot.running_until
    followed = pilot.followed_until or (today if pilot.stage == Stage.FOLLOW_UP else None)
    return Periods(
        pilot.baseline_from,
        running - timedelta(days=1) if running else today,
        running,
        (ended or today) if running else None,
        ended + timedelta(days=1) if ended and followed else None,
        followed if ended else None,
    )
