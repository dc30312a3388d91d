"""Clears away runs that no report and no release points to, with their extracts."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.extract.files import folder_of
from reports.models import Run

KEEP_FOR = timedelta(days=7)


def forget_old_runs(at: datetime | None = None) -> int:
    """Last night's run and everything published stay; the rest goes after a week."""
    at = at or timezone.now()
    latest = Run.objects.latest_finished()
    old = Run.objects.filter(
        created_at__lt=at - KEEP_FOR, reports__isnull=True, releases__isnull=True
    ).exclude(pk=latest.pk if latest else 0)
    count = 0
    for run in old:
        shutil.rmtree(folder_of(run.as_of), ignore_errors=True)
        run.delete()
        count += 1
    return count + _forget_halves(at)


def _forget_halves(at: datetime) -> int:
    """What a killed worker had begun to write."""
    halves = [
        path
        for root in (settings.EXTRACT_ROOT, settings.RELEASES_ROOT)
        for path in Path(root).glob(".*-*")
        if path.stat().st_mtime < (at - KEEP_FOR).timestamp()
    ]
    for path in halves:
        shutil.rmtree(path, ignore_errors=True)
    return len(halves)
