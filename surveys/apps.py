"""Wires this room into the others."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"

    def ready(self):
        from surveys import privacy

        privacy.declare()
