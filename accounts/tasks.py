"""What the clock calls in this room."""

from celery import shared_task

from accounts import access, erase, mail


@shared_task
def send_waiting_mail():
    mail.send_waiting_mail()


@shared_task
def erase_expired():
    erase.erase_expired()


@shared_task
def seal_access_log():
    access.seal_access_log()
