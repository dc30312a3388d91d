"""Wires this room into the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    panels = {"home": "reports.panels.home_panel", "desk": "reports.panels.desk_panel"}

    def ready(self):
        from accounts import due, hand_over, settings_rows
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
        settings_rows.register(
            "report-kinds", model="reports.ReportKind", form="reports.make.kind_form.KindForm",
            group=settings_rows.CITY, order=80, title=_("Kinds of reports"), may_remove=False,
            says=_("What each kind is about and shows. Reports that are there stay as they are."),
        )  # fmt: skip
        privacy.declare()
        setting_pages.declare()
