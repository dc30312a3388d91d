"""Releases put together by hand, for tests that need no figures."""

import hashlib

from django.conf import settings
from django.utils import timezone

from reports.models import Dataset, Release, ReleaseFile, Run
from reports.opendata import cp949
from reports.opendata.datasets import DATASETS
from reports.opendata.release import media_type

ROWS = "\ufeffid,category\r\n1,walking\r\n2,safety\r\n".encode()
DICTIONARY = "\ufeffname,label_ko\r\nid,제안 번호\r\ncategory,분야\r\n".encode()
FILES = {
    "proposals.csv": ROWS, "proposals.parquet": b"PAR1", "proposals.geojson": b"{}",
    "proposals-dictionary.csv": DICTIONARY, "proposals-schema.json": b"{}",
    "proposals.csv-metadata.json": b"{}", "datapackage.json": b"{}",
}  # fmt: skip


def put_on_shelf(name="2026-10-31", slug="proposals", files=FILES, at=None) -> Release:
    at = at or timezone.now()
    about = next(each for each in DATASETS if each.slug == slug)
    dataset, _new = Dataset.objects.get_or_create(
        slug=slug, defaults={"title": about.title, "description": about.description}
    )
    run = Run.objects.create(as_of=at, extract=f"run-{slug}-{name}", digest=f"{slug}{name}")
    release = Release.objects.create(dataset=dataset, run=run, name=name, as_of=at, published_at=at)
    for file_name, content in files.items():
        _put(release, file_name, content)
    return release


def _put(release: Release, name: str, content: bytes) -> None:
    path = settings.RELEASES_ROOT / release.run.extract / release.dataset.slug / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    ReleaseFile.objects.create(
        release=release, name=name, path=str(path.relative_to(settings.RELEASES_ROOT)),
        media_type=media_type(name), size=len(content), rows=2,
        digest=hashlib.sha256(content).hexdigest(),
        lost_in_cp949=cp949.lost(path) if name.endswith(".csv") else None,
    )  # fmt: skip


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
