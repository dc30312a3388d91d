"""What the clock calls; each may run twice without harm."""

from celery import shared_task

from proposals import periods, support


@shared_task
def fold_support():
    support.fold_support()


@shared_task
def end_periods():
    periods.end_periods()
