"""Point layers of the map; rooms above register theirs by name in their apps.py."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.forms import Form
from django.http import QueryDict
from django.utils.module_loading import import_string

# A layer takes the query string of list or map and gives the rows that it may show. The rows
# have `cell`, `lon`, `lat`, `district`, `category_id`, `status`, `outcome` and `updated_at`.
Layer = Callable[[QueryDict], QuerySet]

_rows: dict[str, str] = {}
_forms: dict[str, str] = {}


class NoSuchLayer(LookupError):
    """Nobody registered a layer of this name."""


def register(name: str, path: str, *, form: str | None = None) -> None:
    """Dotted paths of the layer, and of a function that gives its bound form of filters."""
    _rows[name] = path
    if form:
        _forms[name] = form


def layer(name: str) -> Layer:
    try:
        return import_string(_rows[name])
    except KeyError:
        raise NoSuchLayer(name) from None


def filter_form(name: str) -> Callable[[QueryDict], Form]:
    try:
        return import_string(_forms[name])
    except KeyError:
        raise NoSuchLayer(name) from None
