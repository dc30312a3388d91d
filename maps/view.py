"""What a map's view holds: the first rows of a list, and how many there are of each kind."""

from dataclasses import dataclass

from django.http import QueryDict

from maps import layers
from maps.counting import InView
from maps.layers import Choice, PointLayer
from maps.points import conditions_of, known
from maps.table import Box
from maps.tiles import filters_only

MOST = 50
# A map shows one state or district, but any number of categories.
CHOSEN_TOGETHER = {"category"}


class ViewRefused(ValueError):
    """The area is none; str() is one sentence."""


@dataclass(frozen=True)
class View:
    layer: PointLayer
    rev: str
    found: InView
    order: str
    query: QueryDict
    box: Box | None


def look_at(name: str, query: QueryDict, most: int = MOST) -> View:
    """Counts and lists what lies in the `bbox` of an address, with its filters and order."""
    layer = layers.layer(name)
    form = layer.form(query)
    form.is_valid()
    if "bbox" in form.errors:
        raise ViewRefused(form.errors["bbox"][0])
    orders = [order for order, _field in layer.orders]
    asked = query.get("order", "")
    order = asked if asked in orders else orders[0]
    now = known(name)
    conditions = conditions_of(name, filters_only(query))
    box = form.cleaned_data.get("bbox")
    return View(layer, now.rev, now.points.in_view(conditions, box, order, most), order, query, box)


def facets(view: View) -> dict[str, list[dict]]:
    """Each choice that would find something, how much, and the address that takes it."""
    return {
        name: [
            shown
            for choice in choices
            if (shown := _facet(view, choice, view.found.facets[name]))["count"] or shown["is_on"]
        ]
        for name, choices in view.layer.choices().items()
    }


def _facet(view: View, choice: Choice, counts: dict) -> dict:
    is_on = choice.value in view.query.getlist(choice.name)
    return {
        "label": choice.label,
        "count": sum(counts.get(value, 0) for value in choice.values),
        "query": "?" + _with(view.query, choice, is_on).urlencode(),
        "is_on": is_on,
    }


def _with(query: QueryDict, choice: Choice, is_on: bool) -> QueryDict:
    changed = query.copy()
    for name in ("bbox", "rev", "page", "lang"):
        changed.pop(name, None)
    together = choice.name in CHOSEN_TOGETHER
    kept = [each for each in changed.getlist(choice.name) if together and each != choice.value]
    for name in {"status", "outcome"} if choice.name in {"status", "outcome"} else {choice.name}:
        changed.pop(name, None)
    values = kept if is_on else [*kept, choice.value]
    if values:
        changed.setlist(choice.name, values)
    return changed
