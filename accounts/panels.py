"""Pages composed of what every room has to say: /me/ and the desk's front page."""

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from accounts.models import ModerationCase


def gather(page: str, request) -> list[dict[str, Any]]:
    """The panels that rooms name in their AppConfig (`panels = {"me": "dotted.path"}`), each a
    dict with its "template"; an empty dict leaves the panel out."""
    paths = [
        config.panels[page]
        for config in apps.get_app_configs()
        if page in getattr(config, "panels", {})
    ]
    return [panel for path in paths if (panel := import_string(path)(request))]


def desk_panel(request) -> dict[str, Any]:
    waiting = ModerationCase.objects.filter(state=ModerationCase.State.OPEN)
    count = waiting.values("kind", "target").distinct().count()
    return {"template": "accounts/_desk_panel.html", "waiting": count}
