"""Wires this room into the others."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
