"""Registers the slow work."""

from django.apps import AppConfig

from jobs import kinds


class SlowConfig(AppConfig):
    name = "tests.browser.slow"
    label = "slow"

    def ready(self):
        kinds.register("slow", "tests.browser.slow.work.sleep")
