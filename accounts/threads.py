"""What a thread ("proposal:12") is at the desk: each room says what its own are called and where
they are worked on."""

from typing import NamedTuple

from django.apps import apps
from django.urls import reverse


class Kind(NamedTuple):
    model: str  # "proposals.Proposal"; str() of a row is what it is called
    desk_page: str  # name of the address at which officers work on it


_kinds: dict[str, Kind] = {}


def register(kind: str, model: str, *, desk_page: str) -> None:
    """Called in apps.py by rooms whose rows the desk works on."""
    _kinds[kind] = Kind(model, desk_page)


def desk_page(thread: str) -> str:
    kind, _, row = thread.partition(":")
    return reverse(_kinds[kind].desk_page, args=[row])


def name_of(thread: str) -> str:
    kind, _, row = thread.partition(":")
    found = apps.get_model(_kinds[kind].model)._base_manager.filter(pk=row).first()
    return str(found or thread)
