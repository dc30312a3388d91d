"""What the clock calls."""

from celery import shared_task

from pilots.remind import expire_selected, remind_managers


@shared_task
def remind_and_expire() -> None:
    remind_managers()
    expire_selected()
