"""Wires this room into the others."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
