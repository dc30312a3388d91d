"""Wires the top floor."""

from django.apps import AppConfig


class LivinglabConfig(AppConfig):
    name = "livinglab"
