"""Which kinds of work there are. Rooms register theirs by name in their apps.py."""

from collections.abc import Callable

from django.utils.module_loading import import_string

_KINDS: dict[str, str] = {}


class UnknownKind(Exception):
    """A job asks for work that no room has registered."""


def register(kind: str, path: str) -> None:
    """`path` is the dotted name of a function that takes one `jobs.work.Work`."""
    _KINDS[kind] = path


def function_for(kind: str) -> Callable:
    if kind not in _KINDS:
        raise UnknownKind(kind)
    return import_string(_KINDS[kind])
