"""A published report as a file that can be printed, passed on and filed."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from reports.models.reports import Report


class ReportFile(AppendOnly):
    """One version of a report as PDF, HWPX or spreadsheet, in one language."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF to print")
        HWPX = "hwpx", _("HWPX document")
        XLSX = "xlsx", _("Spreadsheet (XLSX)")

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    language = models.CharField(max_length=2)
    path = models.CharField(max_length=200)  # under RELEASES_ROOT
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "language"], name="one_file_per_kind_and_language"
            ),
        ]

    def get_absolute_url(self):
        report = self.report
        return reverse(
            "reports:file_of", args=[report.slug, report.version, self.language, self.kind]
        )
