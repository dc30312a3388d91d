"""A release of all proposals as CSV and GeoParquet, against COPY … TO of the same rows."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.measure import in_turn, middle
from benchmarks.results import Report
from city.models import City
from reports.extract.files import MANIFEST, folder_of, open_extract, write_extract
from reports.models import Run
from reports.opendata.datasets import DATASETS
from reports.opendata.write import Source, write_table

ROUNDS = 3
GOAL = "≤ 4"
COPY = """COPY (
    SELECT p.id, c.slug, d.code, d.name ->> 'ko', p.created_at, p.level, p.channel, p.status,
        p.outcome, p.in_part, p.lon, p.lat, p.support_count, p.first_look_due_at, p.first_look_at,
        p.answer_due_at, p.answered_at, p.answered_in_time, t.code, p.merged_into_id
    FROM proposals_proposal p JOIN city_category c ON c.id = p.category_id
    LEFT JOIN maps_district d ON d.id = p.district_id
    LEFT JOIN city_department t ON t.id = p.department_id
    WHERE p.hidden_at IS NULL ORDER BY p.id) TO STDOUT (FORMAT csv, HEADER)"""


def run(size: int) -> Report:
    as_of = _extract()
    (file,) = (f for dataset in DATASETS for f in dataset.files if f.name == "proposals")
    written: list[int] = []

    with tempfile.TemporaryDirectory(dir=settings.EXTRACT_ROOT) as folder:

        def ours() -> float:
            begun = time.perf_counter()
            with open_extract(folder_of(as_of)) as extract:
                source = Source(extract, Run(as_of=as_of), City.objects.current())
                found = write_table(Path(folder) / "proposals", file, source, (".csv",))
            written.extend(found.values())
            return time.perf_counter() - begun

        def yardstick() -> float:
            begun = time.perf_counter()
            with (
                connection.cursor() as cursor,
                (Path(folder) / "copy.csv").open("wb") as out,
                cursor.copy(COPY) as copy,
            ):
                for piece in copy:
                    out.write(piece)
            return time.perf_counter() - begun

        rounds = in_turn(ROUNDS, ours=ours, yardstick=yardstick)

    report = Report(("way", "seconds, median", "lowest", "highest"), packages=("duckdb", "pyarrow"))
    for name, words in (
        ("ours", "CSV and GeoParquet, each counted again from its file"),
        ("yardstick", "COPY … TO as CSV of the same rows, written to a file"),
    ):
        report.row(words, middle(rounds[name]), min(rounds[name]), max(rounds[name]))
    times = [a / b for a, b in zip(rounds["ours"], rounds["yardstick"], strict=True)]
    report.goal("times as long as COPY", middle(times), GOAL)
    report.same("Rows of each file, and of the table", set(written) == {_rows()})
    report.notes.append(
        "From the extract of the night, which figures are counted from as well. Cells that a "
        "spreadsheet would run are made harmless on the way; the place is a point in GeoParquet."
    )
    return report


def _extract() -> datetime:
    """The newest that is there, else one of now."""
    folders = sorted(Path(settings.EXTRACT_ROOT).glob(f"*/{MANIFEST}"))
    if folders:
        name = folders[-1].parent.name
        return datetime.strptime(name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    as_of = timezone.now()
    write_extract(as_of=as_of)
    return as_of


def _rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM proposals_proposal WHERE hidden_at IS NULL")
        return cursor.fetchone()[0]
