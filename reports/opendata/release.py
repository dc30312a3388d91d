"""Cuts dated, immutable files of open data from the same extract as the figures."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from city.models import City
from city.suppress import open_groups
from reports.extract.files import (
    DEMO_MARK,
    MANIFEST,
    Step,
    file_digest,
    folder_of,
    no_step,
    open_extract,
)
from reports.extract.tables import TEXT, Column, c
from reports.figures import BY_KEY, DIMENSIONS
from reports.models import Dataset, Release, ReleaseFile, Run
from reports.opendata.datasets import DATASETS, File, Published
from reports.opendata.write import MEDIA_TYPES, GeoJsonFile, ParquetFile, write_csv

ROWS_AT_ONCE = 10_000
MARK = c("mark", TEXT, "표시", "mark", "시연용으로 지어낸 자료", "invented for a demonstration")
DICTIONARY = (
    c("name", TEXT, "", ""), c("type", TEXT, "", ""), c("label_ko", TEXT, "", ""),
    c("label_en", TEXT, "", ""), c("meaning_ko", TEXT, "", ""), c("meaning_en", TEXT, "", ""),
)  # fmt: skip


@transaction.atomic
def release_data(*, run: Run, at: datetime | None = None) -> list[Release]:
    """Publishes the files of a run, once: a run that is released already returns its releases.

    So does a run whose extract has the same bytes: nothing has happened that readers could see.
    """
    if existing := list(releases_of(run)):
        return existing
    files = write_files(run=run)
    return [_release(published, run, files, at or timezone.now()) for published in DATASETS]


def releases_of(run: Run):
    """The files from which this run's figures can be recomputed."""
    same = Release.objects.filter(run__digest=run.digest).select_related("dataset")
    first = same.order_by("pk").values_list("run", flat=True)[:1]
    return same.filter(run=first).order_by("dataset__position")


def _release(published: Published, run: Run, files: dict[str, dict], at: datetime) -> Release:
    dataset, _new = Dataset.objects.update_or_create(
        slug=published.slug,
        defaults={
            "title": published.title,
            "description": published.description,
            "position": DATASETS.index(published),
        },
    )
    release = Release.objects.create(
        dataset=dataset, run=run, name=_name(dataset, run.as_of), as_of=run.as_of, published_at=at
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(
            release=release, name=Path(path).name, path=path,
            media_type=MEDIA_TYPES[Path(path).suffix], **about,
        )
        for path, about in sorted(files.items())
        if Path(path).parts[1] == published.slug
    )  # fmt: skip
    return release


def _name(dataset: Dataset, as_of: datetime) -> str:
    """2026-10-31; a second release of the same day is 2026-10-31.2."""
    day = f"{timezone.localtime(as_of):%Y-%m-%d}"
    before = dataset.releases.filter(name__startswith=day).count()
    return f"{day}.{before + 1}" if before else day


def path_of(file: ReleaseFile) -> Path:
    return Path(settings.RELEASES_ROOT) / file.path


# ── Files ────────────────────────────────────────────────────────────────────────────────────


def write_files(*, run: Run, step: Step = no_step) -> dict[str, dict[str, Any]]:
    """{"<run>/<dataset>/<file>": {size, digest, rows}}; what is written already is kept as it is."""
    target = Path(settings.RELEASES_ROOT) / run.extract
    if not (target / MANIFEST).exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            _write_all(fresh, run, step)
            if target.exists():  # not whole: its manifest is missing
                shutil.rmtree(target)
            fresh.chmod(0o755)
            fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return json.loads((target / MANIFEST).read_text())


def _write_all(folder: Path, run: Run, step: Step) -> None:
    is_demo = City.objects.current().is_demo
    about: dict[str, dict[str, Any]] = {}
    for number, published in enumerate(DATASETS, start=1):
        (folder / published.slug).mkdir()
        for file in published.files:
            columns = (*file.columns, MARK) if is_demo else file.columns
            base = folder / published.slug / file.name
            rows = _write_rows(base, file, columns, run, is_demo)
            write_csv(Path(f"{base}-dictionary.csv"), DICTIONARY, [_dictionary(columns)])
            for path in sorted(
                (*base.parent.glob(f"{file.name}.*"), *base.parent.glob(f"{file.name}-*"))
            ):
                name = f"{run.extract}/{published.slug}/{path.name}"
                is_dictionary = path.name.endswith("-dictionary.csv")
                about[name] = {
                    "size": path.stat().st_size,
                    "digest": file_digest(path),
                    "rows": len(columns) if is_dictionary else rows,
                }
        step(number, len(DATASETS))
    with (folder / MANIFEST).open("w") as manifest:
        json.dump(about, manifest, sort_keys=True)
        manifest.flush()
        os.fsync(manifest.fileno())


def _write_rows(base: Path, file: File, columns, run: Run, is_demo: bool) -> int:
    """The same rows as CSV, Parquet and, where they have a place, GeoJSON; batch by batch."""
    count = 0
    csv_columns = tuple(column for column in columns if column.name != "outline")
    keep = [i for i, column in enumerate(columns) if column.name != "outline"]

    def counted() -> Iterator[list[tuple]]:
        nonlocal count
        for batch in _batches(file, run):
            count += len(batch)
            yield [(*row, DEMO_MARK) for row in batch] if is_demo else batch

    with (
        ParquetFile(Path(f"{base}.parquet"), columns, is_demo) as parquet,
        GeoJsonFile(base, file.shape, columns, run, is_demo) as geojson,
    ):

        def passing() -> Iterator[list[tuple]]:
            for batch in counted():
                parquet.write(batch)
                geojson.write(batch)
                yield [tuple(row[i] for i in keep) for row in batch]

        write_csv(Path(f"{base}.csv"), csv_columns, passing())
    return count


def _batches(file: File, run: Run) -> Iterator[list[tuple]]:
    if file.name in MADE:
        yield list(MADE[file.name](run))
        return
    with open_extract(folder_of(run.as_of)) as extract:
        for batch in extract.sql(file.sql).to_arrow_reader(ROWS_AT_ONCE):
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _dictionary(columns: Iterable[Column]) -> list[tuple]:
    return [
        (
            column.name, column.kind, column.label.get("ko"), column.label.get("en"),
            column.meaning.get("ko"), column.meaning.get("en"),
        )
        for column in columns
    ]  # fmt: skip


# ── Rows that are not one SELECT: people in groups, and the figures themselves ───────────────


def _people(run: Run, sql: str) -> dict[str, tuple[int, ...]]:
    with open_extract(folder_of(run.as_of)) as extract:
        return {
            str(group): tuple(map(int, parts)) for group, *parts in extract.execute(sql).fetchall()
        }


def _support_by_level(run: Run) -> Iterator[tuple]:
    yield from _open_rows(_people(run, _support_by("level")))


def _support_by_channel(run: Run) -> Iterator[tuple]:
    yield from _open_rows(_people(run, _support_by("channel")))


def _support_by(what: str) -> str:
    return (
        f"SELECT e.{what}, sum(e.change) FROM support_events e "  # noqa: S608
        "JOIN proposals p ON p.id = e.proposal WHERE e.via = 'own' GROUP BY ALL ORDER BY 1"
    )


def _participants(run: Run) -> Iterator[tuple]:
    sql = "SELECT pilot, count(*) FROM participations WHERE takes_part GROUP BY ALL ORDER BY pilot"
    yield from _open_rows(_people(run, sql))


def _asked_again(run: Run) -> Iterator[tuple]:
    sql = (
        "SELECT turn, count(*) FILTER (answered), count(*) FILTER (NOT answered) "
        "FROM asked_again GROUP BY ALL ORDER BY turn"
    )
    for turn, answered, silent in _open_rows(_people(run, sql)):
        yield turn, answered + silent, answered


def _confirmations(run: Run) -> Iterator[tuple]:
    groups = _people(
        run,
        "SELECT category, count(*) FILTER (answer = 'yes'), "
        "count(*) FILTER (answer IN ('no', 'unsure')), count(*) FROM confirmations "
        "GROUP BY ALL ORDER BY category",
    )
    parts = {group: (yes, other) for group, (yes, other, _asked) in groups.items()}
    shown = open_groups(parts, City.objects.current().smallest_group)
    for group, (yes, other) in shown.items():
        asked = sum(
            asked
            for name, (*_answers, asked) in groups.items()
            if name == group or (group is None and name not in shown)
        )
        yield group or "", asked, yes + other, yes


def _open_rows(groups: dict[str, tuple[int, ...]]) -> Iterator[tuple]:
    for group, parts in open_groups(groups, City.objects.current().smallest_group).items():
        yield group or "", *parts


def _figures(run: Run) -> Iterator[tuple]:
    for figure in run.figures.order_by("key", "cut_key").iterator(chunk_size=ROWS_AT_ONCE):
        yield (
            figure.key, *(figure.cut.get(cut) for cut in DIMENSIONS), ",".join(sorted(figure.cut)),
            figure.value, figure.n, figure.is_suppressed,
        )  # fmt: skip


def _definitions(run: Run) -> Iterator[tuple]:
    for d in BY_KEY.values():
        sides = (d.name, d.unit, d.definition, d.denominator)
        both = (side.get(language) for side in sides for language in ("ko", "en"))
        yield d.key, *both, d.sql if d.source else "", d.pandas


MADE = {
    "support_by_level": _support_by_level,
    "support_by_channel": _support_by_channel,
    "participants": _participants,
    "asked_again": _asked_again,
    "confirmations": _confirmations,
    "figures": _figures,
    "definitions": _definitions,
}
