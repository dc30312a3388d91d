"""The city map."""

from collections import Counter

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from city.models import Category, City
from maps import draw, layers
from maps.counting import FACETS, without
from maps.credits import credits_of
from maps.models import District
from maps.points import conditions_of, revision
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


def counted_districts(query) -> dict:
    """The outlines of today's districts, each with how many rows the filters leave there."""
    filters = filters_only(query)
    counts = _counts_by_code(filters)
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


def _counts_by_code(filters: QueryDict) -> dict[str, int]:
    """With and without a point; a district also counts what its predecessors had."""
    view = look_at(LAYER, filters, most=1)
    conditions = without(conditions_of(LAYER, filters), FACETS["district"])
    unplaced = view.layer.rows().filter(*[each.q() for each in conditions], cell__isnull=True)
    counts = Counter(view.found.facets["district"])
    counts.update(dict(unplaced.order_by().values_list("district_id").annotate(Count("pk"))))
    return {
        choice.value: sum(counts[key] for key in choice.values)
        for choice in view.layer.choices()["district"]
    }
