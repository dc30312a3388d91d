"""Wires this room into the others."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "pilots"

    def ready(self):
        from accounts import moderation
        from pilots import privacy

        moderation.register("diary", "pilots.Diary", author="panelist.person", page="pilot")
        privacy.declare()
