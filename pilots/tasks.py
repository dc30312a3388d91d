"""What the clock calls."""

from celery import shared_task

from pilots.observe import erase_waiting_files
from pilots.remind import expire_selected, remind_managers


@shared_task
def remind_and_expire() -> None:
    remind_managers()
    expire_selected()
    erase_waiting_files()
