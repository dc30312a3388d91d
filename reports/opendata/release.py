"""Publishes dated, immutable files of open data, cut from the same extract as the figures."""

import hashlib
import json
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from city.models import City
from jobs.queue import queue_job
from jobs.work import Work
from reports.figures import BY_KEY
from reports.models import Dataset, Release, ReleaseFile, Run
from reports.opendata.datasets import DATASETS, Published
from reports.opendata.folder import About, write_files
from reports.opendata.write import MEDIA_TYPES

ENDINGS = {".csv-metadata.json": "application/csvm+json"} | MEDIA_TYPES


def release_data(*, run: Run, at: datetime | None = None, step=None) -> list[Release]:
    """Publishes the files of a run, once: a run that is released already returns its releases.

    So does a run whose extract has the same bytes, as long as figures and files are cut in the
    same way: nothing has happened that readers could see.
    """
    if existing := _same(run):
        return existing
    files = write_files(run=run, **({"step": step} if step else {}))
    with transaction.atomic():
        datasets = [_dataset(published) for published in DATASETS]
        # Of two who publish at once the second waits here, and finds the releases of the first.
        list(Dataset.objects.select_for_update().order_by("pk"))
        if existing := _same(run):
            return existing
        name, at = _name(run.as_of), at or timezone.now()
        return [_release(dataset, run, files, name, at) for dataset in datasets]


def _same(run: Run) -> list[Release]:
    rows = Release.objects.filter(Q(run=run) | Q(run__digest=run.digest, method=method()))
    first = rows.order_by("pk").values_list("run", flat=True)[:1]
    return list(rows.filter(run=first).select_related("dataset").order_by("dataset__position"))


def method() -> str:
    """The digest of how files are cut: definitions of figures, columns, the mark, small groups."""
    city = City.objects.current()
    cut = [
        [definition.sql, definition.pandas, definition.name, definition.definition]
        for definition in BY_KEY.values()
    ]
    layout = [
        [published.slug, [astuple(file) for file in published.files]] for published in DATASETS
    ]
    said = [cut, layout, city.is_demo, city.smallest_group]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def releases_of(run: Run):
    """The files from which this run's figures can be recomputed."""
    same = Release.objects.filter(run__digest=run.digest).select_related("dataset")
    own = same.filter(run=run)
    first = own if own.exists() else same.filter(run=same.order_by("pk").values("run")[:1])
    return first.order_by("dataset__position")


def _dataset(published: Published) -> Dataset:
    dataset, _new = Dataset.objects.update_or_create(
        slug=published.slug,
        defaults={
            "title": published.title,
            "description": published.description,
            "position": DATASETS.index(published),
        },
    )
    return dataset


def _release(dataset: Dataset, run: Run, files: About, name: str, at: datetime) -> Release:
    release = Release.objects.create(
        dataset=dataset, run=run, name=name, as_of=run.as_of, published_at=at, method=method()
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(
            release=release, name=Path(path).name, path=path, media_type=media_type(path), **about
        )
        for path, about in sorted(files.items())
        if Path(path).parts[1] == dataset.slug
    )
    return release


def media_type(path: str) -> str:
    return next(kind for ending, kind in ENDINGS.items() if path.endswith(ending))


def _name(as_of: datetime) -> str:
    """2026-10-31; a second release of the same day is 2026-10-31.2. The same for all datasets."""
    day = f"{timezone.localtime(as_of):%Y-%m-%d}"
    before = set(Release.objects.filter(name__startswith=day).values_list("name", flat=True))
    return f"{day}.{len(before) + 1}" if before else day


def path_of(file: ReleaseFile) -> Path:
    return Path(settings.RELEASES_ROOT) / file.path


# ── Every night ──────────────────────────────────────────────────────────────────────────────


def queue_release(run: Run) -> None:
    queue_job(kind="reports.release", key=f"release-{run.pk}", arguments={"run": run.pk})


def release_job(work: Work) -> None:
    """Asked for when the night's figures are stored; why it failed stands in the job."""
    release_data(run=Run.objects.get(pk=work.arguments["run"]), step=work.step)
