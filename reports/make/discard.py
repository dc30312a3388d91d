"""An unwanted draft goes away with all that was made for it; what is published never does."""

import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import Job
from reports.extract.files import folder_of
from reports.make.build import job_of
from reports.models import DiscardedDraft, Report, Run
from reports.publish import ReportIsPublished, ReportNotReady, cancel


def discard(*, report: Report, by: User, at: datetime | None = None) -> None:
    """A second click finds nothing any more. The clock does not draft the same once more."""
    if not by.is_officer:
        raise PermissionDenied
    at = at or timezone.now()
    _stop(report, by, at)
    with transaction.atomic():
        row = _locked(report)
        if row is None:
            return
        # Read again under the lock: a worker may have begun since it was told to stop.
        if _is_worked_on(row):
            raise ReportNotReady(
                _("The building is cancelled and still stopping. Delete the draft in a minute.")
            )
        _remember(row, by, at)
        Job.objects.filter(kind="reports.build", key=f"report-{row.pk}").delete()
        row.delete()
        _forget_run(row.created_at)


def _stop(report: Report, by: User, at: datetime) -> None:
    """By itself, so that workers see it even where the rest has to wait for them."""
    row = Report.objects.filter(pk=report.pk).only("built_at").first()
    if row and not row.is_built:
        cancel(report=row, by=by, at=at)


def _locked(report: Report) -> Report | None:
    rows = Report.objects.select_for_update().defer("frozen", "pictures")
    row = rows.filter(pk=report.pk).first()
    if row and row.is_published:
        raise ReportIsPublished(_("A published report stays as it is. Make a new version."))
    return row


def _is_worked_on(row: Report) -> bool:
    """A worker that was killed holds its job until the lease runs out; nobody waits for that."""
    job = job_of(row)
    if job is None:
        return False
    running = Job.objects.filter(status=Job.Status.RUNNING, lease_until__gt=timezone.now())
    return running.filter(pk=job.pk).exists() or running.filter(parent=job).exists()


def _remember(row: Report, by: User, at: datetime) -> None:
    DiscardedDraft.objects.create(
        kind=row.kind, slug=row.slug, version=row.version, title=row.title, since=row.since,
        until=row.until, district=row.district, call=row.call, pilot=row.pilot, by=by, at=at,
    )  # fmt: skip


def _forget_run(as_of: datetime) -> None:
    """Its files, unless they are released; its figures too, unless pages show them until tonight."""
    run, extract = Run.objects.filter(as_of=as_of).first(), folder_of(as_of)
    if run is not None and run.releases.exists():
        return
    transaction.on_commit(partial(_clear, Path(settings.RELEASES_ROOT), extract.name))
    if run is not None:
        if run == Run.objects.latest_finished():
            return
        try:
            run.delete()
        except ProtectedError:  # something else rests on it
            return
    transaction.on_commit(partial(_clear, extract.parent, extract.name))


def _clear(root: Path, name: str) -> None:
    """Also what a killed worker had begun to write."""
    for folder in (root / name, *root.glob(f".{name}-*")):
        shutil.rmtree(folder, ignore_errors=True)
