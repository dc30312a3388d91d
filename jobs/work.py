"""What a piece of work sees of its job: its arguments, its progress, its parts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs import send
from jobs.models import Job


def lease_from(now: datetime) -> datetime:
    """Until when a worker that has just spoken is believed to be alive."""
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class LeaseLost(Exception):
    """Somebody else took the job over while this worker was silent: stop here."""


class Work:
    def __init__(self, job: Job):
        self.job = job
        self._attempt = job.attempts
        self._split = False

    @property
    def arguments(self) -> dict:
        return self.job.arguments

    @property
    def is_joining(self) -> bool:
        """True when this job was split and all its parts are done."""
        return self.job.parts.exists()

    @property
    def was_split(self) -> bool:
        return self._split

    def step(self, done: int, of: int = 0) -> None:
        """Shows progress and keeps the lease; raises LeaseLost when the job is not ours any more."""
        now = timezone.now()
        ours = Job.objects.filter(
            pk=self.job.pk, status=Job.Status.RUNNING, attempts=self._attempt
        ).update(
            done_steps=done, all_steps=of or done, heartbeat_at=now, lease_until=lease_from(now)
        )
        if not ours:
            raise LeaseLost(str(self.job))

    @transaction.atomic
    def split(self, parts: Iterable[tuple[str, dict]]) -> None:
        """Hands the work on to parts; the job itself runs again, joining, when all are done."""
        rows = Job.objects.bulk_create(
            [Job(kind=kind, arguments=arguments, parent=self.job) for kind, arguments in parts]
        )
        self._split = bool(rows)
        if not rows:
            return
        Job.objects.filter(pk=self.job.pk).update(
            status=Job.Status.WAITING, remaining=len(rows), lease_until=None
        )
        for row in rows:
            send.on_commit(row)
