"""Every night the day that ended is computed, and the days that were missed."""

from datetime import datetime

from reports import compute
from reports.days.keep import days_to_keep, end_of


def queue_days(now: datetime) -> None:
    for day in days_to_keep(now):
        compute.queue_figures(as_of=end_of(day))
