"""Loads a CSV file of observations into a pilot."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pilots.models import Pilot
from pilots.observe import REFUSALS, import_observations


class Command(BaseCommand):
    help = (
        "Loads observations from a CSV file (UTF-8, CP949, EUC-KR or UTF-16). Refused rows are "
        "listed with their reasons; the rest is loaded."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--pilot", type=int, required=True, help="number of the pilot")
        parser.add_argument("--at", help="column with the date")
        parser.add_argument("--time", help="column with the time, where it stands apart")
        parser.add_argument("--site", help="column with the site")
        parser.add_argument("--measure", help="long files: column with the measure")
        parser.add_argument("--value", help="long files: column with the value")
        parser.add_argument(
            "--values", nargs="*", default=[], metavar="COLUMN=CODE",
            help="wide files: which column holds which measure",
        )  # fmt: skip
        parser.add_argument("--replace", action="store_true", help="newer values win")
        parser.add_argument("--all-or-nothing", action="store_true")
        parser.add_argument(
            "--skip-other-sites", action="store_true", help="leave out places outside the pilot"
        )

    def handle(self, *args, **options):
        pilot = Pilot.objects.filter(pk=options["pilot"]).first()
        if pilot is None:
            raise CommandError(f"There is no pilot number {options['pilot']}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            result = import_observations(
                pilot=pilot,
                file=options["file"].read_bytes(),
                file_name=options["file"].name,
                columns=_columns(options),
                **{
                    name: options[name]
                    for name in ("replace", "all_or_nothing", "skip_other_sites")
                },
            )
        except REFUSALS as refusal:
            raise CommandError(str(refusal)) from refusal
        for each in result.refused:
            self.stdout.write(f"row {each['row']}: {each['reason']}")
        self.stdout.write(
            f"{result.encoding}: {result.rows} rows, {result.loaded} values loaded, "
            f"{result.gaps} gaps, {result.skipped} rows of other places left out, "
            f"{len(result.refused)} rows refused."
        )


def _columns(options) -> dict | None:
    columns = {name: options[name] for name in ("at", "time", "site", "measure", "value")}
    try:
        columns["values"] = dict(each.rsplit("=", 1) for each in options["values"])
    except ValueError as error:
        raise CommandError("Write --values as COLUMN=CODE.") from error
    return columns if any(columns.values()) else None
