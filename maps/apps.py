"""Wires this room into the others."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "maps"

    def ready(self):
        from jobs import kinds

        kinds.register("maps.snapshot", "maps.tasks.build")
