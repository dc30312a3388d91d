"""Erases what is past its time; the clock does the same every night."""

from django.core.management.base import BaseCommand

from accounts.erase import erase_expired


class Command(BaseCommand):
    help = "Erases drafts, unconfirmed accounts, old news and whatever else is past its time."

    def handle(self, *args, **options):
        for what, count in erase_expired().items():
            self.stdout.write(f"{what}: {count}")
