"""Sleeps at the first attempt, so that there is time to kill it; goes through at the second."""

import threading

from django.conf import settings


def sleep(work):
    diary = settings.VAR / "slow"
    with diary.open("a") as file:
        file.write("begun ")
    if work.job.attempts == 1:
        threading.Event().wait(120)
    with diary.open("a") as file:
        file.write("done ")
