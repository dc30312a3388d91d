"""Wires this room into the others."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "photos"
