"""Loads the outlines of the districts: load_districts FILE."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from maps.load import FileRefused, load_districts


class Command(BaseCommand):
    help = "Loads district outlines from a GeoJSON, zipped Shapefile or GeoPackage."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--code-column", help="the column with the district's code")
        parser.add_argument("--name-column", help="the column with the district's name")
        parser.add_argument(
            "--valid-from",
            type=date.fromisoformat,
            help="the day (YYYY-MM-DD) on which these borders begin; older ones end on it",
        )
        parser.add_argument(
            "--crs", help="the coordinate system, such as EPSG:5186, where the file names none"
        )
        parser.add_argument(
            "--only", default="", help="how the codes begin that are wanted: 41370 is Osan"
        )
        parser.add_argument("--source", default="", help="whom the map has to name as its source")

    def handle(self, *args, **options):
        try:
            loaded = load_districts(
                path=options["file"],
                code_column=options["code_column"],
                name_column=options["name_column"],
                valid_from=options["valid_from"],
                source=options["source"],
                crs=options["crs"],
                only=options["only"],
            )
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for note in loaded.notes:
            self.stderr.write(note)
        self.stdout.write(
            f"{loaded.added} districts added, {loaded.updated} updated, "
            f"{loaded.unchanged} unchanged, {loaded.ended} ended; "
            f"{loaded.placed} rows found their district, {loaded.moved} changed it, "
            f"{loaded.astray} lie in none now and keep the one they had."
        )
