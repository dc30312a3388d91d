"""Wires this room into the others."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    panels = {
        "home": "surveys.panels.home_panel",
        "me": "surveys.panels.me_panel",
        "desk": "surveys.panels.desk_panel",
    }

    def ready(self):
        from accounts import due, personal_links
        from surveys import privacy

        privacy.declare()
        for kind in ("wave-invitation", "wave-reminder"):
            personal_links.register(kind, "surveys.ways.links.link_in_letter")
        due.register("surveys.ways.due.due_rows")
