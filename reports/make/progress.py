"""How far the building of a report is."""

from dataclasses import dataclass

from django.db.models import Count, Q

from jobs.models import Job
from reports.make.build import job_of
from reports.make.why_failed import why_failed
from reports.models import Report


@dataclass(frozen=True)
class Progress:
    """`state`: built, cancelled, failed, none, queued, counting (figures), parts, joining."""

    state: str
    done: int = 0
    of: int = 0
    why: str = ""

    @property
    def goes_on(self) -> bool:
        return self.state in ("queued", "counting", "parts")

    @property
    def can_start(self) -> bool:
        return self.state in ("failed", "none", "cancelled")


def progress_of(report: Report) -> Progress:
    if report.is_built:
        return Progress("built")
    if report.cancelled_at:
        return Progress("cancelled")
    job = job_of(report)
    if job is None or job.status == Job.Status.DONE:
        return Progress("none")
    if job.status == Job.Status.FAILED:
        return Progress("failed", why=why_failed(job))
    if job.status == Job.Status.WAITING:
        parts = job.parts.aggregate(
            of=Count("pk"), done=Count("pk", filter=Q(status=Job.Status.DONE))
        )
        return Progress("parts", **parts)
    if job.all_steps and job.status == Job.Status.RUNNING:
        return Progress("counting", job.done_steps, job.all_steps)
    return Progress("queued")
