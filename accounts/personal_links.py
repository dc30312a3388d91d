"""A link of one's own in a letter: for news that a person may answer without signing in.

An Update is one row for everybody, so its address is public. A room whose news asks each reader
something registers a function for its kind; a letter (never a page) adds what that returns.
"""

from collections.abc import Callable

from django.utils.module_loading import import_string

from accounts.models import Update, User

_makers: dict[str, str] = {}


def register(kind: str, maker: str) -> None:
    """Called in apps.py. `maker` is the dotted path of a function(update, person) -> str | None."""
    _makers[kind] = maker


def personal_link(update: Update, person: User) -> str | None:
    """The address on this site for this reader only; None where the public one is all there is."""
    path = _makers.get(update.kind)
    if path is None:
        return None
    make: Callable[[Update, User], str | None] = import_string(path)
    return make(update, person)
