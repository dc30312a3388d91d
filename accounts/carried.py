"""What a visitor wrote or tapped before coming in: carried through the entrance, then sent at once.

A room registers each kind in its apps.py. `describe` gets the details and gives one line for the
page at the entrance; `send` gets the request of the person who has just come in and the details,
does it, tells the person, and gives the address to go to.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Carried:
    kind: str
    details: dict[str, Any]

    def describe(self) -> str:
        return import_string(_kinds[self.kind].describe)(self.details)

    def send(self, request) -> str:
        return import_string(_kinds[self.kind].send)(request, self.details)


@dataclass(frozen=True)
class _Kind:
    describe: str
    send: str


_kinds: dict[str, _Kind] = {}
IN_SESSION = "carried"


def register(kind: str, *, describe: str, send: str) -> None:
    """Called in apps.py with dotted paths."""
    _kinds[kind] = _Kind(describe, send)


def carry(request, kind: str, **details) -> HttpResponse:
    """Keeps it and leads to the entrance; the script of a fragment is told to go there."""
    request.session[IN_SESSION] = {"kind": kind, "details": details}
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": redirect("enter").url})
    return redirect("enter")


def read(kept: Any) -> Carried | None:
    """Trusts nothing but the names of kinds; each kind looks at its own details."""
    if not isinstance(kept, dict) or kept.get("kind") not in _kinds:
        return None
    return Carried(kept["kind"], dict(kept.get("details") or {}))
