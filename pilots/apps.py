"""Wires this room into the others."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "pilots"
