"""Publishes the open data of the newest figures."""

from django.core.management.base import BaseCommand

from reports.compute import compute_figures
from reports.models import Run
from reports.opendata.release import release_data


class Command(BaseCommand):
    help = "Publish dated open-data files, cut from the extract of the newest figures."

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="compute new figures first")

    def handle(self, *, fresh, **options):
        run = None if fresh else Run.objects.latest_finished()
        releases = release_data(run=run or compute_figures())
        for release in releases:
            self.stdout.write(f"/data/{release.dataset.slug}/  {release.name}")
