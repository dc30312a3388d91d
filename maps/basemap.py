"""The map beneath the districts, where the city chose one: a service's, or a file of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
AT_ONCE = 1 << 16
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
    response = _piece(file, found.st_size, request.headers.get("Range", ""))
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


def _piece(file: Path, size: int, asked: str) -> HttpResponseBase:
    match = RANGE.fullmatch(asked)
    if not match:
        return FileResponse(file.open("rb"), content_type="application/vnd.pmtiles")
    first = int(match[1])
    last = min(int(match[2] or size), size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _read(file, first, last - first + 1), status=206, content_type="application/vnd.pmtiles"
    )
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _read(file: Path, first: int, length: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(first)
        while length > 0 and (piece := opened.read(min(length, AT_ONCE))):
            length -= len(piece)
            yield piece
