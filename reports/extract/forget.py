"""Clears away runs that no report, release or evidence pack points to, with their extracts and parts."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.extract.files import MANIFEST, folder_of, read_manifest
from reports.extract.parts import FOLDER
from reports.models import Run

KEEP_FOR = timedelta(days=7)


def forget_old_runs(at: datetime | None = None) -> int:
    """Last night's run and everything published stay; the rest goes after a week."""
    at = at or timezone.now()
    latest = Run.objects.latest_finished()
    old = Run.objects.filter(
        created_at__lt=at - KEEP_FOR, reports__isnull=True, releases__isnull=True,
        evidence_packs__isnull=True,
    ).exclude(pk=latest.pk if latest else 0)  # fmt: skip
    count = 0
    for run in old:
        shutil.rmtree(folder_of(run.as_of), ignore_errors=True)
        run.delete()
        count += 1
    return count + _forget_parts(at) + _forget_halves(at)


def _forget_parts(at: datetime) -> int:
    """Parts that no extract names any more. One that is wanted again has just been touched."""
    root = Path(settings.EXTRACT_ROOT)
    named = {
        root / path
        for manifest in root.glob(f"*/{MANIFEST}")
        for table in read_manifest(manifest.parent)["tables"].values()
        for path in table.get("parts", ())
    }
    unused = [
        path
        for path in root.glob(f"{FOLDER}/*/*.parquet")
        if path not in named and path.stat().st_mtime < (at - KEEP_FOR).timestamp()
    ]
    for path in unused:
        for shares in path.parent.glob(f"{path.stem}.*.json"):
            shares.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return len(unused)


def _forget_halves(at: datetime) -> int:
    """What a killed worker had begun to write."""
    halves = [
        path
        for root in (settings.EXTRACT_ROOT, settings.RELEASES_ROOT)
        for pattern in (".*-*", f"{FOLDER}/*/.*-*")
        for path in Path(root).glob(pattern)
        if path.stat().st_mtime < (at - KEEP_FOR).timestamp()
    ]
    for path in halves:
        shutil.rmtree(path, ignore_errors=True)
    return len(halves)
