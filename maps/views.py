"""The city map."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from city.models import Category, City
from maps import draw, layers
from maps.credits import credits_of
from maps.hexagons import hexagons
from maps.models import District
from maps.points import conditions_of, known, revision
from maps.shaded import counts_by_district, shaded_districts
from maps.tiles import filters_only
from maps.view import ViewRefused, facets, look_at

LAYER = "proposals"
REFUSED = 422  # the sentence stands where the list would


@require_safe
def city_map(request: HttpRequest) -> HttpResponse:
    """With a script a living map beside its list; without one outlines with numbers."""
    areas = counted_districts(request.GET)
    return render(
        request,
        "maps/city_map.html",
        {
            "filter_form": layers.layer(LAYER).form(request.GET),
            "areas": areas,
            "rev": revision(LAYER),
            "credits": credits_of(areas["sources"]),
            "categories": {
                each.pk: {"name": str(each), "icon": each.icon} for each in Category.objects.all()
            },
        },
    )


@require_safe
def in_view(request: HttpRequest) -> HttpResponse:
    """The list beside the map: the first rows of what is in view, and the choices that remain."""
    try:
        view = look_at(LAYER, request.GET)
    except ViewRefused as refusal:
        return render(request, "maps/_view.html", {"problem": str(refusal)}, status=REFUSED)
    rows = view.layer.cards(view.found.keys) if view.layer.cards else []
    return render(
        request,
        "maps/_view.html",
        {
            "total": view.found.total,
            "rows": rows,
            "layer": view.layer,
            "order": view.order,
            "facets": facets(view),
            "rev": view.rev,
        },
    )


@require_safe
def shades(request: HttpRequest) -> HttpResponse:
    """The districts as a table with their shades: the map's other layer, and its text."""
    return render(request, "maps/shades.html", {"shaded": shaded_districts(LAYER, request.GET)})


@require_safe
def dense(request: HttpRequest) -> JsonResponse:
    """Hexagons of the view, each with how many it holds."""
    try:
        view = look_at(LAYER, request.GET, most=1)
    except ViewRefused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=400)
    conditions = conditions_of(LAYER, filters_only(request.GET))
    return JsonResponse(
        hexagons(known(LAYER).points, conditions, view.box or City.objects.current().bounds),
        content_type="application/geo+json",
    )


def counted_districts(query) -> dict:
    """The outlines of today's districts, each with how many rows the filters leave there."""
    filters = filters_only(query)
    counts = counts_by_district(LAYER, filters)
    bounds = District.objects.current().bounds() or City.objects.current().bounds
    frame = draw.whole_city(bounds)
    districts = draw.district_shapes(frame)
    name = "name_en" if get_language() == "en" else "name_ko"
    for area in districts:
        area["name"] = area[name] or area["name_ko"]
        area["count"] = counts.get(area["code"], 0)
        chosen = filters.copy()
        chosen["district"] = area["code"]
        area["url"] = f"{reverse('proposals:index')}?{chosen.urlencode()}"
    return {
        "districts": districts,
        "lines": draw.line_shapes(frame),
        "height": frame.height,
        "sources": [area["source"] for area in districts],
    }
