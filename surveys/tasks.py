"""What the clock calls."""

from celery import shared_task

from surveys.ways.invite import invite_to_open_waves, remind_silent_panelists


@shared_task
def invite_and_remind() -> None:
    invite_to_open_waves()
    remind_silent_panelists()
