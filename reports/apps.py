"""Wires this room into the others."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    panels = {"home": "reports.panels.home_panel", "desk": "reports.panels.desk_panel"}

    def ready(self):
        from accounts import hand_over
        from jobs import kinds
        from reports import privacy

        kinds.register("reports.compute", "reports.compute.compute_job")
        kinds.register("reports.compute_part", "reports.compute.compute_part_job")
        kinds.register("reports.build", "reports.publish.build_job")
        kinds.register("reports.build_part", "reports.publish.build_part_job")
        hand_over.register("reports", "reports.hand_over.take_over")
        privacy.declare()
