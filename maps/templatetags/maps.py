"""{% import_map %}, {% map_canvas %}, {% city_outline %} and {% mini_map lon lat %}."""

import json

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.models import City
from maps import draw, import_map
from maps.basemap import basemap

register = template.Library()


@register.simple_tag(takes_context=True, name="import_map")
def import_map_tag(context):
    """Once in the head of each page whose scripts draw a map."""
    return import_map.write_import_map(context["request"])


@register.inclusion_tag("maps/_canvas.html", takes_context=True)
def map_canvas(context, name, layer="", rev=""):
    """The element in which static/js/maps/base.js draws; hidden until it does."""
    city = context.get("city") or City.objects.current()
    config = {
        "worker": static("vendor/maplibre-gl/maplibre-gl-worker.mjs"),
        "icons": static("img/icons.svg"),
        "districts": reverse("api_districts_geojson"),
        "places": reverse("api_places_geojson"),
        "bounds": city.bounds,
        "language": (get_language() or "ko")[:2],
        "basemap": basemap(),
        "words": _words(),
    }
    if layer:
        config |= {
            "layer": layer,
            "rev": rev,
            "tiles": reverse("tile", args=[layer, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}"),
            "view": reverse("map_view"),
        }
    return {"name": name, "config": json.dumps(config, ensure_ascii=False)}


def _words() -> dict[str, str]:
    return {
        "map": _("Map"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "up": _("Move the map up"),
        "down": _("Move the map down"),
        "left": _("Move the map left"),
        "right": _("Move the map right"),
        "whole": _("Show the whole city"),
        "one": _("One proposal: {category}"),
        "many": _("{count} proposals"),
        "withCtrl": _("Hold Ctrl and scroll to zoom the map."),
        "withCommand": _("Hold ⌘ and scroll to zoom the map."),
        "withTwoFingers": _("Use two fingers to move the map."),
    }


@register.inclusion_tag("maps/_outline.html", takes_context=True)
def city_outline(context, areas):
    """The city as outlines with a number in each; `areas` come from views.counted_districts."""
    return {"areas": areas["districts"], "lines": areas["lines"], "height": areas["height"]}


@register.inclusion_tag("maps/_mini_map.html")
def mini_map(lon, lat, metres=700, title=""):
    """A small still map around a point; decoration, unless it gets a title of its own."""
    if lon is None or lat is None:
        return {"frame": None}
    frame = draw.around(float(lon), float(lat), metres)
    return {
        "frame": frame,
        "width": draw.WIDTH,
        "title": title,
        "districts": draw.district_shapes(frame),
        "lines": draw.line_shapes(frame),
        "landmarks": draw.landmark_shapes(frame, most=7, apart=64),
        "pin": frame.at(float(lon), float(lat)),
    }


@register.inclusion_tag("maps/_points_map.html")
def points_map(points, title=""):
    """A small still map with a lettered pin for each (letter, lon, lat); none without points."""
    placed = [(letter, lon, lat) for letter, lon, lat in points if lon is not None]
    if not placed:
        return {"frame": None}
    spots = [{"type": "Point", "coordinates": [lon, lat]} for _letter, lon, lat in placed]
    frame = draw.around_all(spots, 300)
    return {
        "frame": frame,
        "width": draw.WIDTH,
        "title": title,
        "districts": draw.district_shapes(frame),
        "lines": draw.line_shapes(frame),
        "landmarks": draw.landmark_shapes(frame, most=5, apart=64),
        "pins": [{"letter": letter, "at": frame.at(lon, lat)} for letter, lon, lat in placed],
    }
