"""What the clock calls in this room."""

from celery import shared_task

from accounts import access, deliver, erase, invite


@shared_task
def send_news():
    deliver.send_news()


@shared_task
def send_invitations():
    invite.send_waiting_invitations()


@shared_task
def erase_expired():
    erase.erase_expired()


@shared_task
def seal_access_log():
    access.seal_access_log()
