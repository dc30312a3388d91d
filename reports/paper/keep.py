"""Makes the files of a published report once, after it is open, and keeps them beside the releases."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from city.words import LANGUAGES
from jobs.models import Job
from jobs.queue import queue_job
from jobs.run import try_again
from jobs.work import Work
from reports.extract.parts import write_whole
from reports.models import Report, ReportFile
from reports.paper.hwpx import write_hwpx
from reports.paper.pdf import CannotPrint, write_pdf
from reports.paper.render import paper_of
from reports.paper.sheets import write_sheets

log = logging.getLogger(__name__)
Kind = ReportFile.Kind
FOLDER = "reports"
AFTER = timedelta(seconds=20)  # the page itself, and whoever waits for it, come first
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.HWPX: "application/hwp+zip",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WRITERS: dict[str, Callable[[Report, str], bytes]] = {
    Kind.PDF: lambda report, language: write_pdf(paper_of(report, language), report.pictures),
    Kind.HWPX: lambda report, language: write_hwpx(paper_of(report, language), report.pictures),
    Kind.XLSX: lambda report, language: write_sheets(report),
}


def queue_files(report: Report) -> Job:
    return queue_job(
        kind="reports.paper", key=f"paper-{report.pk}", arguments={"report": report.pk},
        run_after=timezone.now() + AFTER,
    )  # fmt: skip


def job_of_files(report: Report) -> Job | None:
    """The latest that was asked to make them."""
    jobs = Job.objects.filter(kind="reports.paper", key=f"paper-{report.pk}")
    return jobs.order_by("-pk").first()


def make_files_again(*, report: Report, by: User) -> None:
    """After a failure; files that are there stay as they are."""
    if not by.is_officer:
        raise PermissionDenied
    job = job_of_files(report)
    if job and job.status == Job.Status.FAILED:
        try_again(job=job)


def queue_missing() -> None:
    """Reports from before there were files, or from a time when this server could not print."""
    made = Count("files")
    latest = Report.objects.latest_versions().only("pk")
    for report in latest.annotate(made=made).filter(made__lt=len(Kind) * len(LANGUAGES)):
        queue_files(report)


def paper_job(work: Work) -> None:
    """Each by itself: where one cannot be made, the others are there all the same."""
    report = Report.objects.select_related("run", "kind").get(pk=work.arguments["report"])
    missing, failed = list(_missing(report)), None
    for number, (kind, language) in enumerate(missing, start=1):
        try:
            make_file(report=report, kind=kind, language=language)
        except Exception as error:
            log.exception("%s of report %s could not be made", kind, report.pk)
            failed = failed or error
        work.step(number, len(missing))
    if failed:
        raise failed


def _missing(report: Report) -> Iterator[tuple[str, str]]:
    """What a worker that was killed left undone is all that is done again."""
    there = set(report.files.values_list("kind", "language"))
    for language in LANGUAGES:
        for kind in Kind.values:
            if (kind, language) not in there:
                yield kind, language


def make_file(*, report: Report, kind: str, language: str) -> ReportFile | None:
    """None where this server cannot print; the page then says so."""
    with translation.override(language):
        try:
            content = WRITERS[kind](report, language)
        except CannotPrint:
            return None
    path = Path(FOLDER) / str(report.pk) / f"v{report.version}.{language}.{kind}"
    digest = sha256(content).hexdigest()
    with transaction.atomic():  # whose row it is writes the file: another's bytes differ
        row, is_new = ReportFile.objects.get_or_create(
            report=report, kind=kind, language=language,
            defaults={"path": str(path), "size": len(content), "digest": digest},
        )  # fmt: skip
        if is_new:
            write_whole(Path(settings.RELEASES_ROOT) / path, content)
    return row


def path_of(file: ReportFile) -> Path:
    return Path(settings.RELEASES_ROOT) / file.path


def files_of(report: Report, language: str) -> dict[str, object]:
    """For the page: the files in the reader's language, and a sentence where some are missing."""
    files = list(report.files.filter(language=language))
    for file in files:
        file.report = report
    return {"papers": files, "paper_missing": _why_missing(report, files)}


def _why_missing(report: Report, files: list[ReportFile]) -> str:
    missing = [kind for kind in Kind if kind not in {file.kind for file in files}]
    if not missing:
        return ""
    job = job_of_files(report)
    if job and job.status == Job.Status.FAILED:
        names = ", ".join(str(kind.label) for kind in missing)
        return _(
            "%(files)s: could not be made so far. Nothing of the report is missing on this page."
        ) % {"files": names}
    if files and Kind.PDF in missing:  # it is made first
        return _("There is no PDF: the program that draws it (Pango) is missing on this server.")
    return _("PDF, HWPX and spreadsheet are being made and will be here in a few minutes.")


def what_failed(report: Report) -> Job | None:
    """For the desk: the job that gave up, until somebody asks once more."""
    job = job_of_files(report) if report.is_published else None
    return job if job and job.status == Job.Status.FAILED else None
