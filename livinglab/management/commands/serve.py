"""Starts the portal: web, worker and clock in one process group."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from livinglab.processes import Group, check_port, wait_until_it_answers
from livinglab.static import collect
from livinglab.words import compile_words


class Command(BaseCommand):
    help = "Start web, worker and clock together; one Ctrl-C ends all of them."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port, **options):
        check_port(port)
        compile_words()
        call_command("migrate", verbosity=0, interactive=False)
        if not settings.DEBUG:
            collect()

        def ready():
            wait_until_it_answers(port)
            self.stdout.write(f"The portal is at http://127.0.0.1:{port}/  (Ctrl-C ends it)")

        Group(port).run(when_ready=ready)
