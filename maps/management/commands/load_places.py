"""Loads the landmarks of the city: load_places FILE."""

from django.core.management.base import BaseCommand, CommandError

from maps.landmarks import load_places
from maps.load import FileRefused


class Command(BaseCommand):
    help = "Loads landmarks from a CSV (name, name_en, kind, lon, lat, road_address) or GeoJSON."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, **options):
        try:
            loaded = load_places(path=options["file"])
        except (FileRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for number, why in loaded.refused:
            self.stderr.write(f"{number}: {why}")
        self.stdout.write(
            f"{loaded.added} places added, {loaded.updated} updated, {len(loaded.refused)} refused."
        )
