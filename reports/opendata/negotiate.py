"""One address, many forms: a program says by Accept whether it wants the page, RDF or the data."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.models import Release, ReleaseFile
from reports.opendata.datasets import Published

PAGE = "text/html"
Forms = Mapping[str, str]  # media type: where it is


class SeeOther(HttpResponseRedirect):
    status_code = 303


def forms_of_catalogue() -> Forms:
    return {
        "application/ld+json": reverse("reports:catalog", args=["jsonld"]),
        "text/turtle": reverse("reports:catalog", args=["ttl"]),
    }


def forms_of_dataset(slug: str, release: Release | None, about: Published | None) -> Forms:
    """Its description, and the files of its first table: the one it is named after."""
    if about is None:
        return {}
    rdf = {
        "application/ld+json": reverse("reports:dataset_rdf", args=[slug, "jsonld"]),
        "text/turtle": reverse("reports:dataset_rdf", args=[slug, "ttl"]),
    }
    if release is None:
        return rdf
    names = {f"{about.files[0].name}.{ending}" for ending in ("csv", "geojson", "gpkg", "parquet")}
    files = [file for file in release.files.all() if file.name in names and not file.is_withdrawn]
    return rdf | {
        _type(file): reverse("reports:file", args=[slug, release.name, file.name]) for file in files
    }


def _type(file: ReleaseFile) -> str:
    return file.media_type.partition(";")[0]


def other_form(request: HttpRequest, forms: Forms) -> HttpResponse | None:
    """None where the page is wanted, as by every browser: it takes anything."""
    wanted = request.get_preferred_type([PAGE, *forms])
    if wanted == PAGE or not request.headers.get("Accept", "").strip():
        return None
    if wanted is None:
        said = _("This address offers: %(types)s") % {"types": ", ".join([PAGE, *forms])}
        response = HttpResponse(said + "\n", status=406, content_type="text/plain; charset=utf-8")
    else:
        response = SeeOther(forms[wanted])
    response["Access-Control-Allow-Origin"] = "*"
    return response
