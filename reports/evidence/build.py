"""Makes a pack by a job: its figures, its data, then its files; what is there is not made twice."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from city.digest import canonical, digest_of
from city.words import LANGUAGES
from jobs.work import Work
from reports.compute import compute_figures
from reports.evidence.data import data_of
from reports.evidence.paper import title_of, tree_of
from reports.evidence.sheets import write_sheets
from reports.extract.parts import write_whole
from reports.make.code_version import code_version
from reports.models import EvidencePack, EvidencePackFile, ReportFile
from reports.paper.hwpx import write_hwpx
from reports.paper.keep import MEDIA_TYPES as PAPER_TYPES
from reports.paper.pdf import CannotPrint, write_pdf

Kind = EvidencePackFile.Kind
MEDIA_TYPES = {kind.value: PAPER_TYPES[ReportFile.Kind(kind.value)] for kind in Kind}
FOLDER = "packs"
WRITERS: dict[str, Callable[[EvidencePack, str], bytes]] = {
    Kind.PDF: lambda pack, language: write_pdf(tree_of(pack, language), {}),
    Kind.HWPX: lambda pack, language: write_hwpx(tree_of(pack, language), {}),
    Kind.XLSX: lambda pack, language: write_sheets(pack),
}


def pack_job(work: Work) -> None:
    rows = EvidencePack.objects.select_related("pilot", "run")
    pack = rows.get(pk=work.arguments["pack"])
    freeze(pack, work)
    missing = list(_missing(pack))
    for number, (kind, language) in enumerate(missing, start=1):
        work.step(number - 1, len(missing))
        make_file(pack=pack, kind=kind, language=language)
    work.step(len(missing), len(missing))


def freeze(pack: EvidencePack, work: Work | None = None) -> None:
    """As of the time of asking, so that a job that starts again ends the same."""
    if pack.built_at:
        return
    step = {"step": work.step} if work else {}
    pack.run = compute_figures(as_of=pack.asked_at, **step)
    data = data_of(pack)
    with transaction.atomic():
        row = EvidencePack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
        if row.built_at is None:
            row.run, row.data, row.digest = pack.run, data, digest_of(data)
            row.code_version, row.built_at = code_version(), timezone.now()
            row.save()
    pack.refresh_from_db()


def as_json(pack: EvidencePack) -> bytes:
    """The bytes whose SHA-256 the pack states."""
    return canonical(pack.data)


def _missing(pack: EvidencePack) -> Iterator[tuple[str, str]]:
    there = set(pack.files.values_list("kind", "language"))
    for language in LANGUAGES:
        for kind in Kind.values:
            if (kind, language) not in there:
                yield kind, language


def make_file(*, pack: EvidencePack, kind: str, language: str) -> EvidencePackFile | None:
    """None where this server cannot print; the page then says so."""
    with translation.override(language):
        try:
            content = WRITERS[kind](pack, language)
        except CannotPrint:
            return None
    with transaction.atomic():  # whose row it is writes the file: another's bytes differ
        row, is_new = EvidencePackFile.objects.get_or_create(
            pack=pack, kind=kind, language=language,
            defaults={"size": len(content), "digest": sha256(content).hexdigest()},
        )  # fmt: skip
        if is_new:
            write_whole(path_of(pack, kind, language), content)
    return row


def path_of(pack: EvidencePack, kind: str, language: str) -> Path:
    return Path(settings.EVIDENCE_ROOT) / FOLDER / str(pack.pk) / f"pack.{language}.{kind}"


def name_of(pack: EvidencePack, kind: str, language: str) -> str:
    with translation.override(language):
        title = str(title_of(pack)).replace(":", "").rstrip(".")  # as every computer keeps it
        return f"{title}.{kind}"
