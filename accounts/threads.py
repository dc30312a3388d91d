"""What a thread ("proposal:12") is at the desk: each room says where its own are worked on."""

from django.urls import reverse

_desk_pages: dict[str, str] = {}


def register(kind: str, *, desk_page: str) -> None:
    """Called in apps.py: the name of the address at which officers work on one of the kind."""
    _desk_pages[kind] = desk_page


def desk_page(thread: str) -> str:
    kind, _, row = thread.partition(":")
    return reverse(_desk_pages[kind], args=[row])
