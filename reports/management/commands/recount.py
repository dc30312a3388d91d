"""Sets counters to what the rows say; with two days, has their figures counted again."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from city.words import words
from proposals.support import recount as recount_counters
from reports.days.recount import RecountRefused, recount


class Command(BaseCommand):
    help = (
        "Recount support and comments, and say how many counters were wrong; or, with --days, have "
        "the figures of days that have passed counted again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", nargs=2, metavar=("SINCE", "UNTIL"), help="like 2026-11-01")
        parser.add_argument("--reason", default="", help="public, in Korean")
        parser.add_argument("--by", default="", help="e-mail address of the manager who decided it")

    def handle(self, *, days, reason, by, **options):
        if days is None:
            self.stdout.write(f"{recount_counters()} counters were mended.")
            return
        manager = User.objects.staff().filter(email__iexact=by).first()
        if manager is None:
            raise CommandError("Say with --by which manager decided it, by e-mail address.")
        try:
            since, until = map(date.fromisoformat, days)
            recount(since=since, until=until, reason=words(reason), by=manager)
        except ValueError as error:
            raise CommandError("Write days like 2026-11-01.") from error
        except PermissionDenied as error:
            raise CommandError("Only a manager can have days counted again.") from error
        except RecountRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write("A worker counts these days again.")
