"""The map beneath the districts, where the city chose one: a service's, or a file of its own."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from city.pieces import file_response

KEPT = 600  # seconds


def basemap() -> dict[str, str]:
    """What static/js/maps/ground.js lays beneath; nothing means that the city is drawn alone."""
    if (file := _file()) and file.is_file():
        return {"pmtiles": reverse("map_basemap")}
    if settings.BASEMAP_STYLE:
        return {"style": settings.BASEMAP_STYLE}
    return {"tiles": settings.BASEMAP_TILES} if settings.BASEMAP_TILES else {}


def _file() -> Path | None:
    return settings.VAR / settings.BASEMAP_PMTILES if settings.BASEMAP_PMTILES else None


@require_safe
def pmtiles(request: HttpRequest) -> HttpResponseBase:
    """The city's map file; readers fetch the few pieces of it that they look at."""
    file = _file()
    if not file or not file.is_file():
        raise Http404
    found = file.stat()
    response = file_response(file, request.headers.get("Range", ""), "application/vnd.pmtiles")
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response
