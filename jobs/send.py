"""Hands a job's number to the workers. If nobody hears it, the sweeper says it again."""

import logging

from django.db import transaction

from jobs.models import Job

log = logging.getLogger(__name__)


def on_commit(job: Job) -> None:
    # robust: the page that asked for the work answers even when the broker is down.
    transaction.on_commit(lambda: send(job.pk), robust=True)


def send(job_id: int) -> None:
    """A job that runs twice does no harm; one that is never sent is found by the sweeper."""
    from jobs.tasks import run  # the task calls back into this room

    try:
        run.apply_async((job_id,), retry=False)
    except Exception:  # whatever the broker's library raises
        log.warning("job %s was not sent; the sweeper will", job_id, exc_info=True)
