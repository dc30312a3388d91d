"""Builds a report here and now, without a worker: for commands and the demo city."""

from django.utils.translation import gettext as _

from jobs.run import run_job
from reports.models import Report
from reports.publish import ReportNotReady, job_of


def build_now(report: Report) -> None:
    """The report's own jobs: the parent, its parts, and the joining; nobody else's."""
    job = job_of(report)
    assert job is not None, "asking for a report queues its building"
    run_job(job.pk)
    for part in job.parts.all():
        run_job(part.pk)
    run_job(job.pk)
    report.refresh_from_db()
    if not report.is_built:
        job.refresh_from_db()
        reason = job.error or job.status
        raise ReportNotReady(_("The report could not be built: %(reason)s") % {"reason": reason})
