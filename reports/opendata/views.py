"""공공데이터: datasets, their releases and files, for anybody."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import conditional_page, etag, require_safe
from django.views.decorators.vary import vary_on_headers

from city.models import City
from city.pieces import file_response
from reports.models import Dataset, Release, ReleaseFile
from reports.opendata import catalog as catalogue
from reports.opendata import cp949
from reports.opendata.datasets import published
from reports.opendata.downloads import count_download, downloads_of
from reports.opendata.licence import licence_of
from reports.opendata.negotiate import forms_of_catalogue, forms_of_dataset, other_form
from reports.opendata.recipes import recipes
from reports.opendata.release import path_of
from reports.opendata.schema_org import dataset_json
from reports.opendata.shelf import shelves_of
from reports.opendata.texts import TEXTS, text_lines

# Released bytes never change; but a file may be withdrawn, so that nobody keeps one for long
# without asking again. Asking costs a 304.
KEPT = "public, max-age=3600"
RELEASES_ON_A_PAGE = 12


@require_safe
@vary_on_headers("Accept")
@conditional_page
def data(request):
    if answer := other_form(request, forms_of_catalogue()):
        return answer
    datasets = Dataset.objects.order_by("position", "slug")
    latest = _latest_releases()
    return render(
        request,
        "reports/opendata/data.html",
        {
            "rows": [
                (dataset, published(dataset.slug), latest.get(dataset.pk)) for dataset in datasets
            ],
            "texts": TEXTS,
            "licence": licence_of("KOGL-1"),
        },
    )


def _latest_releases() -> dict[int, Release]:
    newest = Release.objects.order_by("-as_of", "-pk").values("as_of")[:1]
    return {row.dataset_id: row for row in Release.objects.filter(as_of=newest).order_by("pk")}


@require_safe
@vary_on_headers("Accept")
@conditional_page
def dataset(request, slug, release=None):
    """The newest release, or the one at its own address, which is what people cite."""
    dataset = get_object_or_404(Dataset, slug=slug)
    about = published(slug)
    files = Prefetch("files", ReleaseFile.objects.select_related("withdrawal"))
    rows = dataset.releases.prefetch_related(files)
    shown = get_object_or_404(rows, name=release) if release else rows.first()
    if answer := other_form(request, forms_of_dataset(slug, shown, about)):
        return answer
    city = City.objects.current()
    shelves = shelves_of(shown, about, is_demo=city.is_demo) if shown and about else []
    return render(
        request,
        "reports/opendata/dataset.html",
        {
            "dataset": dataset,
            "release": shown,
            "is_newest": shown == dataset.releases.first() if release else True,
            "shelves": shelves,
            "package": next((f for f in shown.files.all() if f.name == "datapackage.json"), None)
            if shown else None,
            "releases": Paginator(dataset.releases.all(), RELEASES_ON_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "recipes": recipes(slug, shown.name, settings.SITE_URL) if shown else [],
            "downloads": downloads_of(dataset),
            "licence": licence_of(dataset.licence),
            "site": settings.SITE_URL,
            "json_ld": dataset_json(dataset, shown, shelves, city),
        },
    )  # fmt: skip


# ── Files ────────────────────────────────────────────────────────────────────────────────────


def _form(request) -> tuple[str, bool]:
    """In which encoding, and whether with Korean headings; anything else means as it is."""
    encoding = cp949.ENCODINGS.get(request.GET.get("encoding", "").lower(), "utf-8")
    return encoding, request.GET.get("header") == "ko"


def _etag(request, slug, release, name):
    rows = ReleaseFile.objects.filter(
        release__dataset__slug=slug, release__name=release, name=name, withdrawal__isnull=True
    )
    digest = rows.values_list("digest", flat=True).first()
    encoding, in_korean = _form(request)
    return quote_etag(f"{digest}-{encoding}-{in_korean:d}") if digest else None


@require_safe
@etag(_etag)
def file(request, slug, release, name):
    """One file of a release, streamed, whole or in pieces; CSV in the older encoding too."""
    row = get_object_or_404(
        ReleaseFile.objects.select_related("release__dataset", "withdrawal"),
        release__dataset__slug=slug, release__name=release, name=name,
    )  # fmt: skip
    if row.is_withdrawn:
        return render(request, "reports/opendata/withdrawn.html", {"file": row}, status=410)
    if not path_of(row).is_file():
        raise Http404
    encoding, in_korean = _form(request)
    if name.endswith(".csv") and (encoding != "utf-8" or in_korean):
        response = _another_form(row, encoding, in_korean)
    else:
        asked = request.headers.get("Range", "") if _is_same(request, row) else ""
        response = file_response(path_of(row), asked, row.media_type)
        response["Accept-Ranges"] = "bytes"
    if request.method == "GET" and response.status_code == 200:
        count_download(row.release.dataset)
    full_name = f"{row.release.dataset.title['ko']}_{row.release.name}_{row.name}"
    response["Content-Disposition"] = content_disposition_header(True, full_name)
    response["Cache-Control"] = KEPT
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _is_same(request, row: ReleaseFile) -> bool:
    """A piece may only be put to a file of the same bytes (If-Range)."""
    return row.digest in (request.headers.get("If-Range") or row.digest)


def _another_form(row: ReleaseFile, encoding: str, in_korean: bool) -> HttpResponseBase:
    path = path_of(row)
    dictionary = path.with_name(row.name.replace(".csv", "-dictionary.csv"))
    titles = cp949.titles_of(dictionary) if in_korean and dictionary.is_file() else {}
    response = StreamingHttpResponse(
        cp949.encoded(path, encoding, titles),
        content_type=f"text/csv; charset={encoding}; header=present",
    )
    if encoding == "cp949":
        lost = cp949.lost(path) if row.lost_in_cp949 is None else row.lost_in_cp949
        response["X-Replaced-Characters"] = str(lost)
    return response


# ── Texts: always as they are shown now ──────────────────────────────────────────────────────


@require_safe
def texts(request):
    city = City.objects.current()
    context = {
        "texts": TEXTS,
        "licence": licence_of("KOGL-1"),
        "site": settings.SITE_URL,
        "city": city,
    }
    return render(request, "reports/opendata/texts.html", context)


@require_safe
def texts_csv(request):
    """No copy is kept anywhere: what is hidden or erased is gone from the next download."""
    encoding, in_korean = _form(request)
    response = StreamingHttpResponse(
        text_lines(encoding, in_korean=in_korean, is_demo=City.objects.current().is_demo),
        content_type=f"text/csv; charset={encoding}; header=present",
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{TEXTS.title['ko']}.csv")
    response["Cache-Control"] = "no-store"
    return response


# ── Catalogue ────────────────────────────────────────────────────────────────────────────────


def _mark(request, ending, slug=""):
    return quote_etag(catalogue.mark_of(ending, slug))


@require_safe
@etag(_mark)
def catalog(request, ending):
    return _rdf(ending)


@require_safe
@etag(lambda request, slug, ending: _mark(request, ending, slug))
def dataset_rdf(request, slug, ending):
    """One dataset as the catalogue describes it."""
    if published(slug) is None:
        raise Http404
    return _rdf(ending, get_object_or_404(Dataset, slug=slug).slug)


def _rdf(ending: str, slug: str = "") -> HttpResponse:
    return HttpResponse(
        catalogue.catalog(ending, slug),
        content_type=catalogue.MEDIA_TYPES[ending],
        headers={"Cache-Control": KEPT, "Access-Control-Allow-Origin": "*"},
    )
