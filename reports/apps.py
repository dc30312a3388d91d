"""Wires this room into the others."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    panels = {"home": "reports.panels.home_panel", "desk": "reports.panels.desk_panel"}

    def ready(self):
        from accounts import due, hand_over
        from jobs import kinds
        from reports import privacy
        from reports.evidence import setting_pages

        kinds.register("reports.compute", "reports.compute.compute_job")
        kinds.register("reports.compute_part", "reports.compute.compute_part_job")
        kinds.register("reports.recount", "reports.days.recount.recount_job")
        kinds.register("reports.recount_day", "reports.days.recount.recount_day_job")
        kinds.register("reports.build", "reports.make.build.build_job")
        kinds.register("reports.build_part", "reports.make.build.build_part_job")
        kinds.register("reports.release", "reports.opendata.release.release_job")
        kinds.register("reports.paper", "reports.paper.keep.paper_job")
        kinds.register("reports.evidence", "reports.evidence.build.pack_job")
        due.register("reports.make.missing.due_rows")
        hand_over.register("reports", "reports.hand_over.take_over")
        privacy.declare()
        setting_pages.declare()
