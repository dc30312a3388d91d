"""Sets every support and comment counter to what the rows say."""

from django.core.management.base import BaseCommand

from proposals.support import recount


class Command(BaseCommand):
    help = "Recount support and comments, and say how many counters were wrong."

    def handle(self, **options):
        self.stdout.write(f"{recount()} counters were mended.")
