"""What is added to a report's frozen figures when it is published, so that one file says it all."""

from collections.abc import Iterable
from typing import Any

from reports.models import Release, ReleaseFile, Report


def seal(report: Report, releases: Iterable[Release]) -> dict[str, Any]:
    """Words, method and data: /reports/<slug>/v<version>.json has the SHA-256 that the page shows."""
    return {
        "report": {
            "slug": report.slug, "version": report.version, "kind": report.kind_id,
            "kind_name": dict(report.kind.name), "title": dict(report.title),
            "summary": dict(report.summary), "words": dict(report.words),
            "correction_reason": dict(report.correction_reason), "changes": report.changes,
            "legal_basis": report.legal_basis, "code_version": report.code_version,
        },
        "data": [_file(file) for file in _tables(releases)],
    }  # fmt: skip


def _tables(releases: Iterable[Release]):
    files = ReleaseFile.objects.filter(release__in=list(releases), name__endswith=".csv")
    return (
        files.exclude(name__endswith="-dictionary.csv")
        .select_related("release__dataset")
        .order_by("release__dataset__slug", "name")
    )


def _file(file: ReleaseFile) -> dict[str, Any]:
    return {
        "dataset": file.release.dataset.slug, "release": file.release.name, "file": file.name,
        "sha256": file.digest,
    }  # fmt: skip
