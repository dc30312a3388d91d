"""A complete demonstration city in one go, and the portal started on it."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from livinglab.demo.build import NotADemo, build_demo, demo_is_built
from livinglab.demo.fill import fill_city
from livinglab.demo.people import PASSWORD, SIGN_IN_AS
from livinglab.processes import check_port
from livinglab.words import compile_words
from maps.snapshot import build_snapshot


class Command(BaseCommand):
    help = "Build a demonstration city (once) and start the portal."

    def add_arguments(self, parser):
        parser.add_argument("--city", default="의정부시", help="name of a Korean city or 구")
        parser.add_argument(
            "--size",
            type=int,
            default=0,
            metavar="N",
            help="add generated proposals until there are N (a million take about two minutes)",
        )
        parser.add_argument("--no-serve", action="store_true", help="only build it")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, city, size, no_serve, port, **options):
        if not no_serve:
            check_port(port)
        compile_words()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            if not demo_is_built():
                build_demo(city, tell=self.stdout.write)
            if fill_city(size, timezone.now(), tell=self.stdout.write):
                self.stdout.write("building the map's snapshot")
                build_snapshot("proposals")
        except NotADemo:
            raise CommandError(
                "This database holds a real city, so the demonstration will not touch it. "
                "Set LIVINGLAB_VAR (or DATABASE_URL) to an empty place for the demonstration."
            ) from None
        self._say_whom_to_sign_in_as(port)
        if not no_serve:
            call_command("serve", port=port)

    def _say_whom_to_sign_in_as(self, port):
        self.stdout.write(f"\nSign in at http://127.0.0.1:{port}/accounts/login/ as:")
        for email, (_role, what) in SIGN_IN_AS.items():
            self.stdout.write(f"  {email:<22} {what}")
        self.stdout.write(f"All with the password {PASSWORD}\n")
