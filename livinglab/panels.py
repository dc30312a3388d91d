"""Pages composed of every room's panels: each room offers a fragment and a function for it.

A room's AppConfig says `panels = {"desk": "proposals.desk_panel.desk_panel"}`; the fragment is
`<room>/_desk_panel.html`. A function that returns None has nothing to say today.
"""

from django.apps import apps
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

ORDER = ["proposals", "pilots", "surveys", "reports", "accounts", "jobs"]


def panels(name: str, request, order: list[str] = ORDER) -> list[str]:
    """The panels of one page as HTML, in a fixed order of rooms."""
    rendered: list[str] = []
    for room in order:
        path = getattr(apps.get_app_config(room), "panels", {}).get(name)
        context = import_string(path)(request) if path else None
        if context is not None:
            rendered.append(
                render_to_string(f"{room}/_{name}_panel.html", context, request=request)
            )
    return rendered
