"""Loads an outside survey from a table and its codebook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.figures.load import REFUSALS, import_responses


class Command(BaseCommand):
    help = (
        "Loads the answers of an outside survey from a CSV (UTF-8 or CP949) or .xlsx file with a "
        "codebook in JSON (see docs/running.md). Refused rows are listed with their reasons."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--codebook", type=Path, required=True)
        parser.add_argument("--all-or-nothing", action="store_true")

    def handle(self, *args, **options):
        for path in (options["file"], options["codebook"]):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        try:
            result = import_responses(
                file=options["file"],
                codebook=options["codebook"].read_bytes(),
                all_or_nothing=options["all_or_nothing"],
            )
        except REFUSALS as refusal:
            self._tell(getattr(refusal, "refused", []))
            raise CommandError(str(refusal)) from refusal
        self._tell(result.refused)
        self.stdout.write(
            f"Survey {result.survey_id}: {result.rows} rows, {result.loaded} loaded, "
            f"{len(result.refused)} refused."
        )

    def _tell(self, refused) -> None:
        for each in refused:
            self.stdout.write(f"row {each['row']}: {each['reason']}")
