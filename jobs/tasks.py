"""The two things a worker is asked: run this job, and look for lost ones."""

from celery import shared_task
from celery.signals import worker_ready

from jobs import run as running


@shared_task
def run(job_id: int) -> None:
    running.run_job(job_id)


@shared_task
def sweep() -> None:
    running.sweep()


@worker_ready.connect
def sweep_at_start(**_kwargs) -> None:
    """Celery's own signal (not Django's): what a killed worker left is taken up at once."""
    running.sweep()
