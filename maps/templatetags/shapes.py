"""{% shapes_map features %}: a small still map of lines, areas and points, numbered."""

from django import template

from maps import draw
from maps.shapes import middle_of

register = template.Library()
AT_LEAST = 500  # metres from the middle to the upper edge


@register.inclusion_tag("maps/_shapes_map.html")
def shapes_map(features: list[dict]) -> dict:
    """Numbers follow the list beside it; what has no geometry keeps its number and is not drawn.

    Decoration: the list says the same in words. A feature with the property `is_dashed` is drawn
    that way.
    """
    drawn = [(number, each) for number, each in enumerate(features, 1) if each["geometry"]]
    if not drawn:
        return {"frame": None}
    frame = draw.around_all([each["geometry"] for _number, each in drawn], AT_LEAST)
    return {
        "frame": frame,
        "width": draw.WIDTH,
        "districts": draw.district_shapes(frame),
        "lines": draw.line_shapes(frame),
        "landmarks": draw.landmark_shapes(frame, most=7, apart=64),
        "marks": [_mark(frame, number, each) for number, each in drawn],
    }


def _mark(frame: draw.Frame, number: int, feature: dict) -> dict:
    geometry = feature["geometry"]
    return {
        "number": number,
        "path": "" if geometry["type"] == "Point" else frame.path(geometry),
        "is_area": geometry["type"].endswith("Polygon"),
        "is_dashed": feature["properties"].get("is_dashed", False),
        "at": frame.at(*middle_of(geometry)),
    }
