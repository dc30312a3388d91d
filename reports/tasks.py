"""What the clock asks of this room."""

from celery import shared_task
from django.utils import timezone

from reports.days import nights
from reports.make import drafts, missing
from reports.paper import keep
from reports.readers import monday


@shared_task
def compute_figures() -> None:
    nights.queue_days(timezone.now())


@shared_task
def draft_reports() -> None:
    drafts.draft_what_ended(timezone.now())


@shared_task
def remind_of_reports() -> None:
    missing.remind_of_reports(timezone.now())


@shared_task
def make_report_files() -> None:
    keep.queue_missing()


@shared_task
def send_brief() -> None:
    monday.send_brief(timezone.now())
