"""{% figure "answered_in_time" %}: a stored figure with its definition; nothing is counted here."""

from django import template
from django.urls import reverse

from reports.days.now import compared_of
from reports.days.people import say_answered, say_frozen, say_who
from reports.labels import labels_now
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
    page = url or reverse("reports:figure", args=[key])
    return {**(tiles.get(key) or empty_tile(key)), "url": page}


@register.simple_tag
def representativeness(of=None) -> str:
    """Who answered compared with who lives here, in a sentence: `of` a survey's results.who, of what
    a report froze, or, without it, of everybody who takes part."""
    if of is None:
        return say_who(compared_of(Run.objects.latest_finished(), labels_now()).values())
    return say_frozen(of) if isinstance(of, dict) else say_answered(of)
