"""What the clock calls."""

from celery import shared_task

from pilots.after.recheck import nag_of_rechecks
from pilots.remind import expire_selected, remind_managers


@shared_task
def remind_and_expire() -> None:
    remind_managers()
    expire_selected()
    nag_of_rechecks()
