"""Wires this room into the others."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
