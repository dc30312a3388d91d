"""Published reports and open data, for anybody."""

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime
from django.utils.http import content_disposition_header
from django.views.decorators.http import conditional_page, require_safe

from city.words import Words
from reports.figures import BY_KEY, DIMENSIONS
from reports.models import Report, Run
from reports.opendata.cells import cell
from reports.opendata.release import releases_of
from reports.page import page_of, picture_address
from reports.paper.keep import files_of
from reports.show import plain_number
from reports.tiles import latest_tiles

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@conditional_page
def index(request):
    reports = (
        Report.objects.latest_versions().defer("frozen", "pictures").select_related("run", "kind")
    )
    run = Run.objects.latest_finished()
    return render(
        request,
        "reports/index.html",
        {
            "page": Paginator(reports, 12).get_page(request.GET.get("page")),
            "tiles": list(latest_tiles(run).values()),
            "run": run,
        },
    )


@require_safe
@conditional_page
def detail(request, slug, version=None):
    """The latest version, or an older one at its own address."""
    reports = Report.objects.published().filter(slug=slug).defer("pictures")
    wanted = {"version": version} if version else {"superseded_by": None}
    report = get_object_or_404(
        reports.select_related("run", "kind", "published_by", "superseded_by"), **wanted
    )
    return render(
        request,
        "reports/detail.html",
        page_of(report, picture_address(report))
        | {
            "versions": list(
                reports.only("slug", "version", "published_at", "correction_reason").order_by(
                    "-version"
                )
            ),
            "releases": releases_of(report.run),
        }
        | files_of(report, request.LANGUAGE_CODE),
    )


def _published(slug: str, version: int, *only: str) -> Report:
    reports = Report.objects.published().only("slug", "version", "title", *only)
    return get_object_or_404(reports, slug=slug, version=version)


def picture_response(report: Report, name: str) -> HttpResponse:
    if name not in report.pictures:
        name = name.replace(".narrow.svg", ".svg")  # reports from before there were two widths
    if name not in report.pictures or not name.endswith(".svg"):
        raise Http404
    return HttpResponse(report.pictures[name], content_type="image/svg+xml; charset=utf-8")


@require_safe
def picture(request, slug, version, name):
    response = picture_response(_published(slug, version, "pictures"), name)
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def figures_csv(request, slug, version):
    """The values on the page, row by row, from the same frozen list."""
    report = _published(slug, version, "frozen")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = [
        "key",
        "name_ko",
        "name_en",
        *DIMENSIONS,
        "value",
        "unit_ko",
        "unit_en",
        "n",
        "hidden",
        "as_of",
    ]
    mark = ["시연용 demonstration"] if report.frozen["is_demo"] else []
    writer.writerow([*columns, *(["mark"] if mark else [])])
    for row in [*report.frozen["figures"], *report.frozen["cuts"]]:
        writer.writerow([cell(value) for value in [*_csv_row(row, report.frozen), *mark]])
    return _download(
        text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8; header=present",
        f"{report.slug}-v{report.version}.csv",
    )  # fmt: skip


def _csv_row(row: dict[str, Any], frozen: dict[str, Any]) -> list[Any]:
    d = BY_KEY[row["key"]]
    unit = Words(row["extra"].get("unit") or d.unit) if row["key"] == "measure_change" else d.unit
    return [
        row["key"], d.name["ko"], d.name["en"], *(row["cut"].get(name) for name in DIMENSIONS),
        plain_number(row["value"]), unit.get("ko"), unit.get("en"), row["n"], row["hidden"],
        parse_datetime(row["extra"].get("as_of") or frozen["as_of"]),
    ]  # fmt: skip


@require_safe
def figures_geojson(request, slug, version):
    report = _published(slug, version, "pictures")
    if "districts.geojson" not in report.pictures:
        raise Http404
    body = report.pictures["districts.geojson"].encode()
    return _download(body, "application/geo+json", f"{report.slug}-v{report.version}.geojson")


def _download(body: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name)
    return HttpResponse(
        body,
        content_type=media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": FOR_EVER},
    )
