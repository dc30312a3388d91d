"""The files of a report, for anybody: the newest by its short address, each version by its own."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import quote_etag
from django.views.decorators.http import etag, require_safe

from city.words import LANGUAGES
from reports.models import Report, ReportFile
from reports.paper.keep import MEDIA_TYPES, path_of

FOR_EVER = "public, max-age=31536000, immutable"
KINDS = tuple(ReportFile.Kind.values)


@require_safe
def newest(request, slug, kind):
    """/reports/<slug>.pdf, in the reader's language; where it is not made, the page says why."""
    latest = Report.objects.latest_versions().only("slug", "version")
    report = get_object_or_404(latest, slug=slug)
    file = report.files.filter(kind=kind, language=request.LANGUAGE_CODE).first()
    return redirect(file or f"{report.get_absolute_url()}#download")


def _files(slug: str, version: int, language: str, kind: str):
    if language not in LANGUAGES or kind not in KINDS:
        raise Http404
    return ReportFile.objects.filter(
        report__slug=slug, report__version=version, report__published_at__isnull=False,
        language=language, kind=kind,
    )  # fmt: skip


def _etag(request, slug, version, language, kind):
    digest = _files(slug, version, language, kind).values_list("digest", flat=True).first()
    return quote_etag(digest) if digest else None


@require_safe
@etag(_etag)
def file_of(request, slug, version, language, kind):
    """It never changes, so it may be kept for ever."""
    row = get_object_or_404(_files(slug, version, language, kind))
    try:
        opened = path_of(row).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened, filename=f"{slug}-v{version}.{language}.{kind}", content_type=MEDIA_TYPES[row.kind]
    )
    response["Cache-Control"] = FOR_EVER
    return response
