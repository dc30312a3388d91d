"""Wires this room into the others."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from accounts.privacy import nothing_personal

        nothing_personal(
            "Figures and staff's words; releases hold no text and no author.",
            "reports.Run", "reports.Figure", "reports.Report",
            "reports.Dataset", "reports.Release", "reports.ReleaseFile",
        )  # fmt: skip
