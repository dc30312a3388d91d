"""{% figure "answered_in_time" %}: a stored figure with its definition; nothing is counted here."""

from django import template

from reports.models import Run
from reports.tiles import empty_tile, latest_tiles

register = template.Library()


@register.inclusion_tag("_figure.html", takes_context=True)
def figure(context, key: str, url: str = ""):
    """The value of the latest run. All figures of a page cost two queries together."""
    request = context.get("request")
    tiles = getattr(request, "figure_tiles", None)
    if tiles is None:
        tiles = latest_tiles(Run.objects.latest_finished())
        if request is not None:
            request.figure_tiles = tiles
    return {**(tiles.get(key) or empty_tile(key)), "url": url}
