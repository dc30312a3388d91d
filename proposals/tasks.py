"""What the clock calls; each may run twice without harm."""

from celery import shared_task

from proposals import periods, remind_promises, said, support


@shared_task
def fold_support():
    support.fold_support()


@shared_task
def end_periods():
    periods.end_periods()


@shared_task
def remind_of_promises():
    remind_promises.remind_of_promises()


@shared_task
def tell_answers():
    said.tell_answers()
