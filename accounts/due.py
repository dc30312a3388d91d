"""What the desk's first page lists, whichever room it comes from."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.module_loading import import_string

from accounts.models import User

AT_MOST = 100  # of one room; the room's own page has the rest


class Due(NamedTuple):
    """Something that has to happen by a moment; a clock that ends on a day ends at its midnight."""

    at: datetime
    kind: str  # what is due, in words: “answer”, “commitment”
    title: str
    url: str
    whose: str  # who has to act, in words
    is_mine: bool


_rooms: list[str] = []


def register(function: str) -> None:
    """Called in apps.py: `function(person, until)` returns what is due in the room by then."""
    _rooms.append(function)


def due_for(person: User, until: datetime) -> list[Due]:
    """Over all rooms, whatever has waited longest first."""
    functions: list[Callable] = [import_string(path) for path in _rooms]
    return sorted(each for room in functions for each in room(person, until))
