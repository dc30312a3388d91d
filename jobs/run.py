"""Claims a job and does it: once at a time, again after a crash, with the error kept for officers."""

import logging
import traceback
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobs import kinds, send
from jobs.models import Job
from jobs.work import LeaseLost, Work, lease_from

log = logging.getLogger(__name__)


def claim(job_id: int) -> Job | None:
    """Takes the job if it is free. One conditional UPDATE: of two workers exactly one wins."""
    now = timezone.now()
    won = (
        Job.objects.filter(pk=job_id)
        .due(now)
        .update(
            status=Job.Status.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=lease_from(now),
            heartbeat_at=now,
            error="",
        )
    )
    return Job.objects.get(pk=job_id) if won else None


def run_job(job_id: int) -> None:
    """Does one job. Whatever it raises is kept in the row, and tried again later."""
    job = claim(job_id)
    if job is None:
        return
    work = Work(job)
    try:
        kinds.function_for(job.kind)(work)
    except LeaseLost:
        log.warning("%s was taken over by another worker", job)
    except Exception as error:
        log.exception("%s failed", job)
        _failed(job, error)
    else:
        if not work.was_split:
            _done(job)


@transaction.atomic
def _done(job: Job) -> None:
    finished = Job.objects.filter(
        pk=job.pk, status=Job.Status.RUNNING, attempts=job.attempts
    ).update(status=Job.Status.DONE, finished_at=timezone.now(), lease_until=None)
    if not finished or job.parent is None:
        return
    Job.objects.filter(pk=job.parent.pk).update(remaining=F("remaining") - 1)
    # The part that brings it to 0 queues the joining; the row lock above lets only one see 0.
    joined = Job.objects.filter(pk=job.parent.pk, remaining=0, status=Job.Status.WAITING).update(
        status=Job.Status.QUEUED, run_after=timezone.now()
    )
    if joined:
        send.on_commit(job.parent)


@transaction.atomic
def _failed(job: Job, error: Exception) -> None:
    """Tries again after 10 s, 40 s, 90 s …; after the last attempt the job and its parent fail."""
    words = "".join(traceback.format_exception_only(error)).strip()[:2000]
    ours = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, attempts=job.attempts)
    if job.attempts < job.max_attempts:
        wait = timedelta(seconds=10 * job.attempts**2)
        ours.update(
            status=Job.Status.QUEUED, run_after=timezone.now() + wait, lease_until=None, error=words
        )
        return
    ours.update(status=Job.Status.FAILED, finished_at=timezone.now(), lease_until=None, error=words)
    if job.parent_id:
        Job.objects.filter(pk=job.parent_id, status=Job.Status.WAITING).update(
            status=Job.Status.FAILED, finished_at=timezone.now(), error=f"{job}: {words}"
        )


@transaction.atomic
def try_again(*, job: Job) -> Job:
    """An officer's retry of a failed job; its parts that are done stay done."""
    fresh = {"status": Job.Status.QUEUED, "attempts": 0, "run_after": timezone.now(), "error": ""}
    failed_parts = job.parts.exclude(status=Job.Status.DONE)
    if failed_parts.exists():
        left = failed_parts.count()
        for part in failed_parts.filter(status=Job.Status.FAILED):
            Job.objects.filter(pk=part.pk).update(**fresh)
            send.on_commit(part)
        Job.objects.filter(pk=job.pk).update(
            status=Job.Status.WAITING, remaining=left, error="", finished_at=None
        )
    else:
        Job.objects.filter(pk=job.pk).update(**fresh, finished_at=None)
        send.on_commit(job)
    job.refresh_from_db()
    return job


def sweep() -> int:
    """Sends every job that nobody works on; the worker's start and the clock call this."""
    lost = list(Job.objects.due(timezone.now()).values_list("pk", flat=True)[:500])
    for pk in lost:
        send.send(pk)
    return len(lost)


def run_due_jobs(most: int = 1000) -> int:
    """Runs what is due here and now, without a worker: for commands and tests."""
    for count in range(most):
        pk = Job.objects.due(timezone.now()).values_list("pk", flat=True).order_by("pk").first()
        if pk is None:
            return count
        run_job(pk)
    return most
