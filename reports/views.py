"""Published reports and open data, for anybody."""

import csv
import io
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import etag, require_safe

from city.words import Words
from reports.figures import BY_KEY, DIMENSIONS
from reports.models import Dataset, Release, ReleaseFile, Report, Run
from reports.opendata.cells import cell
from reports.opendata.datasets import DATASETS, Published
from reports.opendata.recipes import recipes
from reports.opendata.release import path_of, releases_of
from reports.page import page_of, picture_address
from reports.show import plain_number
from reports.tiles import latest_tiles

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
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
        },
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
        frozen["as_of"],
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


# ── Open data ────────────────────────────────────────────────────────────────────────────────


@require_safe
def data(request):
    datasets = list(Dataset.objects.all())
    latest = _latest_releases()
    rows = [(dataset, latest.get(dataset.pk)) for dataset in datasets]
    return render(request, "reports/data.html", {"rows": rows})


def _latest_releases() -> dict[int, Release]:
    latest: dict[int, Release] = {}
    for release in Release.objects.order_by("as_of", "pk"):
        latest[release.dataset_id] = release
    return latest


@require_safe
def dataset(request, slug):
    dataset = get_object_or_404(Dataset, slug=slug)
    releases = list(dataset.releases.prefetch_related("files"))
    published = next((one for one in DATASETS if one.slug == slug), None)
    return render(
        request,
        "reports/dataset.html",
        {
            "dataset": dataset,
            "releases": [(release, _in_order(release, published)) for release in releases],
            "files": published.files if published else (),
            "recipes": recipes(slug, releases[0].name, settings.SITE_URL) if releases else [],
        },
    )


def _in_order(release: Release, published: Published | None) -> list[ReleaseFile]:
    """The main table first, each with its dictionary last."""
    names = [file.name for file in published.files] if published else []

    def place(file: ReleaseFile):
        stem = file.name.split(".")[0]
        table = stem.removesuffix("-dictionary")
        return names.index(table) if table in names else len(names), stem != table, file.name

    return sorted(release.files.all(), key=place)


def _etag(request, slug, release, name):
    rows = ReleaseFile.objects.filter(release__dataset__slug=slug, release__name=release, name=name)
    digest = rows.values_list("digest", flat=True).first()
    return quote_etag(digest) if digest else None


@require_safe
@etag(_etag)
def file(request, slug, release, name):
    """One file of a release, streamed. It never changes, so it may be kept for ever."""
    row = get_object_or_404(
        ReleaseFile.objects.select_related("release__dataset"),
        release__dataset__slug=slug, release__name=release, name=name,
    )  # fmt: skip
    try:
        opened = path_of(row).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    full_name = f"{row.release.dataset.title['ko']}_{row.release.name}_{row.name}"
    response = FileResponse(
        opened, as_attachment=True, filename=full_name, content_type=row.media_type
    )
    response["Cache-Control"] = FOR_EVER
    return response
