"""Wires this room into the others."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "city"
