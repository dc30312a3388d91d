"""Every correction of a report and every file that was withdrawn, newest first."""

from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.urls import reverse

from city.words import Words
from reports.models import Report, Withdrawal

# Corrections are rare; what is older stays on the pages of the reports themselves.
AT_MOST = 500


@dataclass(frozen=True)
class Correction:
    at: datetime
    what: str  # "report" or "file"
    title: Words
    version: int
    file: str
    reason: Words
    changes: int  # how many values read otherwise
    url: str
    digest: str


def all_corrections() -> list[Correction]:
    found = merge(_reports(), _files(), key=lambda each: each.at, reverse=True)
    return list(islice(found, AT_MOST))


def _reports() -> list[Correction]:
    rows = Report.objects.published().filter(version__gt=1).order_by("-published_at")
    return [
        Correction(
            at=row.published_at, what="report", title=row.title, version=row.version, file="",
            reason=row.correction_reason, changes=len(row.changes), digest=row.digest,
            url=reverse("reports:version", args=[row.slug, row.version]),
        )
        for row in rows.defer("frozen", "pictures", "words")[:AT_MOST]
    ]  # fmt: skip


def _files() -> list[Correction]:
    rows = Withdrawal.objects.select_related("file__release__dataset").order_by("-at")
    return [
        Correction(
            at=row.at, what="file", title=row.file.release.dataset.title, version=0,
            file=f"{row.file.release.name}/{row.file.name}", reason=row.reason, changes=0,
            digest=row.file.digest,
            url=f"{row.file.release.dataset.get_absolute_url()}#{row.file.release.name}",
        )
        for row in rows[:AT_MOST]
    ]  # fmt: skip
