"""Outlines of districts over HTTP: /tiles/districts/<z>/<x>/<y>.mvt."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import condition, require_safe

from maps.district_tiles import LAST_ZOOM, district_tile, version_on

KEPT = 600  # seconds for which a browser does not ask again


def _version(request: HttpRequest, z: int, x: int, y: int) -> str:
    version, since = version_on(_asked_day(request))
    return f'"{version}-{since}"'


@require_safe
@condition(etag_func=_version)
def districts(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """The outlines of today, or of the day that `?on=` gives."""
    if z > LAST_ZOOM or x >= 1 << z or y >= 1 << z:
        raise Http404
    response = HttpResponse(
        district_tile(_asked_day(request), z, x, y),
        content_type="application/vnd.mapbox-vector-tile",
    )
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


def _asked_day(request: HttpRequest) -> date:
    given = request.GET.get("on")
    if not given:
        return timezone.localdate()
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None:
        raise Http404
    return day
