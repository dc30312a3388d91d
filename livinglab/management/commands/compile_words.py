"""Compiles the Korean word lists."""

from django.core.management.base import BaseCommand

from livinglab.words import compile_words


class Command(BaseCommand):
    help = "Compile the word lists in locale/ so that pages speak Korean."
    requires_system_checks = []

    def handle(self, *args, **options):
        for path in compile_words():
            self.stdout.write(str(path))
