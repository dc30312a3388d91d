"""Tells the settings how to say what changed in an indicator. They are edited at the reports' desk,
so the overview of the settings does not list them."""

from django.utils.translation import gettext_lazy as _

from accounts.settings_rows import register

AT_THE_REPORTS_DESK = "reports"  # no group of the overview


def declare() -> None:
    register(
        "indicators", model="reports.Indicator", form="reports.evidence.forms.IndicatorForm",
        group=AT_THE_REPORTS_DESK, order=1, title=_("Indicators"), may_add=False, may_remove=False,
    )  # fmt: skip
    register(
        "indicator-years", model="reports.IndicatorYear", form="reports.evidence.forms.YearForm",
        group=AT_THE_REPORTS_DESK, order=2, title=_("Targets of years"), may_add=False,
        may_remove=False,
    )  # fmt: skip
