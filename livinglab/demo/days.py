"""The week before the demonstration began, day by day, left to the worker so that nobody waits."""

from datetime import datetime, timedelta

from django.utils import timezone

from reports.compute import queue_figures
from reports.days.keep import end_of

DAYS = 7


def queue_last_week(now: datetime) -> None:
    today = timezone.localtime(now).date()
    for days in range(DAYS, 0, -1):
        queue_figures(as_of=end_of(today - timedelta(days=days)))
