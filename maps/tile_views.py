"""Vector tiles over HTTP; the revision in the address lets browsers keep them."""

from dataclasses import asdict

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.views.decorators.http import require_safe

from maps.layers import NoSuchLayer
from maps.points import Known, conditions_of, known
from maps.tiles import LAST_ZOOM, draw_tile, filters_only
from maps.view import ViewRefused, look_at

KEPT = 600  # seconds for which a browser keeps a tile


@require_safe
def tile(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """A tile of the present revision; whoever asks for an old one is led to the present."""
    if z > LAST_ZOOM or x >= 1 << z or y >= 1 << z:
        raise Http404
    now = _known(name)
    asked = request.GET.get("rev")
    # Another process may have looked a second later: look again before sending anybody away.
    if asked and asked != now.rev:
        now = _known(name, anew=True)
        if asked != now.rev:
            return _to_present(request, now.rev)
    conditions = conditions_of(name, filters_only(request.GET))
    body = draw_tile(name, now.points.squares(conditions, z, x, y), z, x, y)
    response = HttpResponse(body, content_type="application/vnd.mapbox-vector-tile")
    response["Cache-Control"] = f"public, max-age={KEPT}" if asked else "no-cache"
    return response


@require_safe
def present(request: HttpRequest, name: str) -> JsonResponse:
    """Which revision a map should ask for now."""
    response = JsonResponse({"rev": _known(name).rev})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def in_view(request: HttpRequest, name: str) -> JsonResponse:
    """What is in a `bbox`: how many rows, the first of them, and the counts of each facet."""
    _known(name)
    try:
        view = look_at(name, request.GET)
    except ViewRefused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=400)
    found = {"rev": view.rev, "order": view.order, **asdict(view.found)}
    found["ids"] = found.pop("keys")
    response = JsonResponse(found)
    response["Cache-Control"] = "no-cache"
    return response


def _known(name: str, *, anew: bool = False) -> Known:
    try:
        return known(name, anew=anew)
    except NoSuchLayer:
        raise Http404 from None


def _to_present(request: HttpRequest, present: str) -> HttpResponse:
    query = request.GET.copy()
    query["rev"] = present
    response = HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    response["Cache-Control"] = "no-store"
    return response
