"""Asks for work, in the same transaction as whatever needs it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import send
from jobs.models import Job


def queue_job(
    *,
    kind: str,
    key: str | None = None,
    arguments: dict | None = None,
    parent: Job | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Writes a Job row and sends it to a worker once the transaction commits.

    With a `key`, only one such job is open at a time: asking again returns the open one.
    """
    fields = {
        "arguments": arguments or {},
        "parent": parent,
        "run_after": run_after or timezone.now(),
    }
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, key=key, **fields)
    except IntegrityError:
        return Job.objects.get(kind=kind, key=key, status__in=Job.OPEN)
    send.on_commit(job)
    return job
