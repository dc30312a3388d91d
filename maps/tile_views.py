"""Vector tiles over HTTP; the revision in the address lets browsers keep them."""

from django.core.cache import cache
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.views.decorators.http import require_safe

from maps.layers import NoSuchLayer, layer
from maps.tiles import LAST_ZOOM, count_squares, draw_tile, filters_only, revision

FRESH = 2  # seconds for which one look at the table is enough
KEPT = 600  # seconds for which a browser keeps a tile


@require_safe
def tile(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """A tile of the present revision; whoever asks for an old one is led to the present."""
    if z > LAST_ZOOM or x >= 1 << z or y >= 1 << z:
        raise Http404
    asked = request.GET.get("rev")
    # Another process may have looked a second later: look again before sending anybody away.
    if asked and asked != present_revision(name):
        now = present_revision(name, anew=True)
        if asked != now:
            return _to_present(request, now)
    rows = _layer(name)(filters_only(request.GET))
    body = draw_tile(name, count_squares(rows, z, x, y), z, x, y)
    response = HttpResponse(body, content_type="application/vnd.mapbox-vector-tile")
    response["Cache-Control"] = f"public, max-age={KEPT}" if asked else "no-cache"
    return response


@require_safe
def present(request: HttpRequest, name: str) -> JsonResponse:
    """Which revision a map should ask for now."""
    response = JsonResponse({"rev": present_revision(name)})
    response["Cache-Control"] = "no-store"
    return response


def present_revision(name: str, *, anew: bool = False) -> str:
    key = f"maps.revision.{name}"
    found = None if anew else cache.get(key)
    if found is None:
        found = revision(_layer(name)(QueryDict()))
        cache.set(key, found, FRESH)
    return found


def _to_present(request: HttpRequest, present: str) -> HttpResponse:
    query = request.GET.copy()
    query["rev"] = present
    response = HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    response["Cache-Control"] = "no-store"
    return response


def _layer(name: str):
    try:
        return layer(name)
    except NoSuchLayer:
        raise Http404 from None
