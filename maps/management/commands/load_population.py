"""Loads how many people live in each district: load_population FILE."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from maps.load_population import load_population
from maps.outline_files import FileRefused


class Command(BaseCommand):
    help = (
        "Loads residents from a CSV or .xlsx with the columns code, sex, age_band, persons, or "
        "from the Ministry's table with one column for each sex and age."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            help="the day (YYYY-MM-DD) of the count, where the file does not say it",
        )
        parser.add_argument("--source", default="", help="who counted")

    def handle(self, *args, **options):
        try:
            loaded = load_population(
                path=options["file"], as_of=options["as_of"], source=options["source"]
            )
        except (FileRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for row, why in loaded.refused:
            self.stderr.write(f"{row}: {why}")
        self.stdout.write(
            f"{loaded.loaded} districts loaded ({loaded.without_age} without ages), "
            f"{loaded.unchanged} unchanged, {len(loaded.refused)} rows refused, "
            f"{loaded.larger} rows about larger areas left out."
        )
