"""What the clock asks of this room."""

from celery import shared_task

from reports import compute


@shared_task
def compute_figures() -> None:
    compute.queue_figures()
