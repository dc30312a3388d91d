"""Point layers of the map; rooms above register theirs by name in their apps.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet
from django.forms import Form
from django.http import QueryDict
from django.utils.module_loading import import_string

from maps.conditions import Condition, Found


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: which values of the facet it takes in, its label, and what it adds
    to an address."""

    values: frozenset
    label: str
    name: str
    value: str


@dataclass(frozen=True)
class PointLayer:
    """What the map must know of a model whose rows it shows.

    The rows have `cell`, `lon`, `lat`, `district`, `category_id`, `status` and `outcome`. The
    table of the model is watched (maps/watch.py), so that the map learns of every change.
    """

    name: str
    # Everything that anybody may see.
    rows: Callable[[], QuerySet]
    # What the filters of an address say; nonsense is left out.
    conditions: Callable[[QueryDict], list[Condition | Found]]
    # The bound form of these filters.
    form: Callable[[QueryDict], Form]
    # Fields that filters and orders need, beside those that every layer has; whole numbers,
    # moments or, with their possible words, texts.
    numbers: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Orders of the list beside the map; the highest first, and of equals the highest key.
    orders: tuple[tuple[str, str], ...] = ()
    # The choices of the facets "category", "state" and "district", in the order of the page.
    choices: Callable[[], dict[str, list[Choice]]] = dict
    # What the list shows for the keys it is given, in their order; and with which template.
    cards: Callable[[list[int]], list] | None = None
    card_template: str = ""

    def order_field(self, name: str | None) -> str:
        orders = dict(self.orders)
        return orders.get(name or "", self.orders[0][1])


_paths: dict[str, str] = {}


class NoSuchLayer(LookupError):
    """Nobody registered a layer of this name."""


def register(name: str, path: str) -> None:
    """`path` is the dotted name of a PointLayer."""
    _paths[name] = path


def names() -> list[str]:
    return list(_paths)


def layer(name: str) -> PointLayer:
    if name not in _paths:
        raise NoSuchLayer(name)
    return _imported(_paths[name])


_imported = cache(import_string)
