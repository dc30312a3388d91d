"""Point layers of the map; rooms above register theirs by name in their apps.py."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.module_loading import import_string

# A layer takes the query string of list or map and gives the rows that it may show. The rows
# have `cell`, `lon`, `lat`, `category_id`, `status`, `outcome` and `updated_at`.
Layer = Callable[[QueryDict], QuerySet]

_paths: dict[str, str] = {}


class NoSuchLayer(LookupError):
    """Nobody registered a layer of this name."""


def register(name: str, path: str) -> None:
    """`path` is the dotted path of the function; it is imported when first asked for."""
    _paths[name] = path


def layer(name: str) -> Layer:
    try:
        return import_string(_paths[name])
    except KeyError:
        raise NoSuchLayer(name) from None
