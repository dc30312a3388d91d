"""Wires this room into the others."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
