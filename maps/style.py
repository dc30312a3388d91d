"""Our map as a MapLibre style, for QGIS and for maps on other pages."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.models import City
from maps import district_tiles, tiles
from maps.credits import in_readers_language
from maps.models import District

# The same as in static/css/tokens.css, which other pages do not load.
AROUND, LAND, BORDER, NAME = "#e9edf1", "#fbfaf7", "#8b98a6", "#1e2124"
OPEN, GOING, CLOSED, CLUSTER, WHITE = "#0b50d0", "#1d6f41", "#58616a", "#083891", "#ffffff"
# Filled while it is open or going on, hollow afterwards: not told by colour alone.
FILL = ["match", ["get", "state"], ["accepted", "piloting", "planned"], GOING,
        ["received", "needs_info", "in_review"], OPEN, WHITE]  # fmt: skip
RIM = ["match", ["get", "state"], ["done"], GOING,
       ["accepted", "piloting", "planned", "received", "needs_info", "in_review"], WHITE,
       CLOSED]  # fmt: skip
MANY = [">", ["get", "count"], 1]
LAST_ZOOM = 18


def style(root: str, query: QueryDict) -> dict:
    """Version 8 of the style specification; every address begins with `root`, such as https://…"""
    city = City.objects.current()
    filters = tiles.filters_only(query).urlencode()
    west, south, east, north = city.bounds
    name = "name_en" if get_language() == "en" else "name_ko"
    return {
        "version": 8,
        "name": _("Proposals in %(city)s") % {"city": city},
        "metadata": {
            "text": "No glyphs: names and numbers are drawn with the fonts of the reader's device, "
            "as QGIS and MapLibre GL JS 6 do. For other programs, add a glyphs address."
        },
        "center": [round((west + east) / 2, 5), round((south + north) / 2, 5)],
        "zoom": 11,
        "sources": {
            "districts": {
                "type": "vector",
                "tiles": [_address(root, "districts")],
                "maxzoom": district_tiles.LAST_ZOOM,
                "bounds": [west, south, east, north],
                "attribution": " · ".join(_sources()),
            },
            "proposals": {
                "type": "vector",
                "tiles": [_address(root, "proposals") + (f"?{filters}" if filters else "")],
                "maxzoom": LAST_ZOOM,
                "bounds": [west, south, east, north],
                "attribution": str(city),
            },
        },
        "layers": [*_ground(name), *_proposals()],
    }


def _ground(name: str) -> list[dict]:
    districts = {"source": "districts", "source-layer": "districts"}
    return [
        {"id": "around", "type": "background", "paint": {"background-color": AROUND}},
        {"id": "land", "type": "fill", **districts, "paint": {"fill-color": LAND}},
        {
            "id": "borders",
            "type": "line",
            **districts,
            "paint": {"line-color": BORDER, "line-width": 1.2},
        },
        {
            "id": "district-names",
            "type": "symbol",
            "source": "districts",
            "source-layer": "district_names",
            "maxzoom": 15,
            "layout": {"text-field": ["get", name], "text-size": 14, "text-max-width": 12},
            "paint": {"text-color": NAME, "text-halo-color": LAND, "text-halo-width": 2},
        },
    ]


def _proposals() -> list[dict]:
    proposals = {"source": "proposals", "source-layer": "proposals"}
    return [
        {
            "id": "proposals",
            "type": "circle",
            **proposals,
            "filter": ["!", MANY],
            "paint": {
                "circle-radius": 7,
                "circle-color": FILL,
                "circle-stroke-color": RIM,
                "circle-stroke-width": 2,
            },
        },
        {
            "id": "clusters",
            "type": "circle",
            **proposals,
            "filter": MANY,
            "paint": {
                "circle-radius": ["step", ["get", "count"], 13, 100, 16, 10_000, 20],
                "circle-color": CLUSTER,
                "circle-stroke-color": WHITE,
                "circle-stroke-width": 2,
            },
        },
        {
            "id": "counts",
            "type": "symbol",
            **proposals,
            "filter": MANY,
            "layout": {
                "text-field": ["to-string", ["get", "count"]],
                "text-size": 12,
                "text-allow-overlap": True,
            },
            "paint": {"text-color": WHITE},
        },
    ]


def _address(root: str, name: str) -> str:
    return root.rstrip("/") + reverse("tile", args=[name, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")


def _sources() -> list[str]:
    named = District.objects.current().exclude(source="").values_list("source", flat=True)
    return [in_readers_language(source) for source in sorted(set(named.order_by()))]
