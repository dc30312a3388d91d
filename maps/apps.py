"""Wires this room into the others."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "maps"
