"""How soon a report is answered: a danger day and night, the rest by the hours of working days."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from city.calendar import days_off, end_of_day, is_working_day
from pilots.models import Pilot, TroubleClock, TroubleReport


def clock_of(pilot: Pilot) -> TroubleClock:
    return TroubleClock.objects.filter(pilot=pilot).first() or TroubleClock(pilot=pilot)


def set_clock(*, pilot: Pilot, danger_hours: int, other_hours: int, by: User) -> TroubleClock:
    """Counts for reports to come; what was promised to somebody stays."""
    clock = clock_of(pilot)
    clock.danger_hours, clock.other_hours = danger_hours, other_hours
    clock.full_clean(exclude=["pilot"])
    clock.save()
    return clock


def due_at(clock: TroubleClock, kind: str, at: datetime) -> datetime:
    if kind == TroubleReport.Kind.DANGER:
        return at + timedelta(hours=clock.danger_hours)
    return add_working_hours(at, clock.other_hours)


def add_working_hours(start: datetime, hours: int) -> datetime:
    """The clock stands still on days on which nobody works; each working day has 24 hours."""
    now, left = timezone.localtime(start), timedelta(hours=hours)
    off = days_off(now.date(), now.date() + timedelta(days=hours // 12 + 60))
    while True:
        midnight = timezone.localtime(end_of_day(now.date()))
        if is_working_day(now.date(), off):
            if left <= midnight - now:
                return now + left
            left -= midnight - now
        now = midnight
