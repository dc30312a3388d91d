"""The folder of a run's open data: written beside and renamed when whole and counted."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from city.models import City
from reports.extract.files import MANIFEST, Step, file_digest, folder_of, no_step, open_extract
from reports.models import Run
from reports.opendata import cp949, describe
from reports.opendata.cells import write_csv
from reports.opendata.datasets import DATASETS, File, Published
from reports.opendata.licence import licence_of
from reports.opendata.write import ReleaseFailed, Source, write_table

About = dict[str, dict[str, Any]]
FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_WORDS = ("no space left", "disk is full", "disk full", "disk quota exceeded")


def write_files(*, run: Run, step: Step = no_step) -> About:
    """{"<run>/<dataset>/<file>": {size, digest, rows}}; what is written already is kept as it is.

    Whatever goes wrong, nothing half-made is left, and every release before it stays whole.
    """
    target = Path(settings.RELEASES_ROOT) / run.extract
    if not (target / MANIFEST).exists():
        with _saying_why():
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_beside(target, run, step)
    return json.loads((target / MANIFEST).read_text())


def _write_beside(target: Path, run: Run, step: Step) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _write_all(fresh, run, step)
        _to_disk(fresh)
        if target.exists() and not (target / MANIFEST).exists():
            shutil.rmtree(target)
        fresh.chmod(0o755)
        with _first_wins(target):
            fresh.rename(target)
        _sync(target.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _first_wins(target: Path) -> Iterator[None]:
    """Of two workers the second finds the first one's files, of the same rows."""
    try:
        yield
    except OSError:
        if not (target / MANIFEST).exists():
            raise


@contextmanager
def _saying_why() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise ReleaseFailed(
            _(
                "The disk is full: the new files could not be written. Nothing is published; the "
                "release before stays whole. Please make room and try again."
            )
        ) from error


def is_disk_full(error: BaseException) -> bool:
    """Python, DuckDB and GDAL each say it in their own way."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    return any(words in str(error).lower() for words in FULL_WORDS)


def _write_all(folder: Path, run: Run, step: Step) -> None:
    about: About = {}
    with open_extract(folder_of(run.as_of)) as extract:
        source = Source(extract, run, City.objects.current())
        for number, published in enumerate(DATASETS, start=1):
            (folder / published.slug).mkdir()
            for path, rows in _write_dataset(folder / published.slug, published, source).items():
                about[f"{run.extract}/{published.slug}/{path.name}"] = _about(path, rows)
            step(number, len(DATASETS))
    (folder / MANIFEST).write_text(json.dumps(about, sort_keys=True, indent=1))


def _about(path: Path, rows: int) -> dict[str, Any]:
    return {
        "size": path.stat().st_size,
        "digest": file_digest(path),
        "rows": rows,
        "lost_in_cp949": cp949.lost(path) if path.suffix == ".csv" else None,
    }


def _write_dataset(folder: Path, published: Published, source: Source) -> dict[Path, int]:
    written: dict[Path, int] = {}
    schemas = {}
    for file in published.files:
        written |= write_table(folder / file.name, file, source)
        columns = source.columns(file)
        schemas[file.name] = describe.table_schema(file, columns)
        written |= _describe(folder, file, columns, schemas[file.name], source)
    package = folder / "datapackage.json"
    licence = licence_of("KOGL-1")
    _write_json(
        package,
        describe.data_package(published, schemas, (licence.code, licence.url), source.notes),
    )
    return written | {package: len(published.files)}


def _describe(folder: Path, file: File, columns, schema, source: Source) -> dict[Path, int]:
    """The dictionary and the two kinds of schema; each counts the columns it tells about."""
    dictionary = folder / f"{file.name}-dictionary.csv"
    table_schema = folder / f"{file.name}-schema.json"
    on_the_web = folder / f"{file.name}.csv-metadata.json"
    write_csv(dictionary, describe.DICTIONARY, describe.dictionary(file, columns))
    _write_json(table_schema, schema)
    _write_json(
        on_the_web,
        describe.csv_on_the_web(file, columns, licence_of("KOGL-1").url, source.notes),
    )
    return dict.fromkeys((dictionary, table_schema, on_the_web), len(columns))


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _to_disk(folder: Path) -> None:
    """A file that is named must be whole, also after the current fails."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
