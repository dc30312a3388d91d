"""Builds and publishes an operating report in one go, without a worker."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role
from city.words import words
from jobs.run import run_job
from reports.models import Report
from reports.publish import publish, queue_report, start_report


class Command(BaseCommand):
    help = "Compute all figures now, freeze them in an operating report and publish it."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the last part of its address, for example 2026-3")
        parser.add_argument("--title", required=True, help="title in Korean")
        parser.add_argument("--title-en", default="", help="title in English")
        parser.add_argument("--summary", required=True, help="summary in Korean")
        parser.add_argument("--summary-en", default="", help="summary in English")
        parser.add_argument("--by", required=True, help="e-mail of the manager who publishes")

    def handle(self, *, slug, title, title_en, summary, summary_en, by, **options):
        manager = User.objects.filter(email__iexact=by, role__in=[Role.MANAGER, Role.ADMIN]).first()
        if manager is None:
            raise CommandError(f"{by} is not a manager. Name somebody who may publish.")
        report = start_report(kind="city", by=manager, title=words(title, title_en), slug=slug)
        build_now(report)
        report.summary = words(summary, summary_en)
        report.save(update_fields=["summary"])
        publish(report=report, by=manager)
        self.stdout.write(f"{report.get_absolute_url()} is published.")


def build_now(report: Report) -> None:
    """Runs the report's own jobs here: the parent, its parts, and the joining."""
    job = queue_report(report)
    run_job(job.pk)
    for part in job.parts.all():
        run_job(part.pk)
    run_job(job.pk)
    report.refresh_from_db()
    if not report.is_built:
        job.refresh_from_db()
        raise CommandError(f"The report could not be built: {job.error or job.status}")
