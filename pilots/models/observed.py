"""Files of observations and their values."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pilots.models.pilot import Pilot
from pilots.models.protocol import Measure, Site


class ObservationImport(models.Model):
    """One file of observations: what it held, and each row that was refused and why."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)  # what each column meant (pilots/columns.py)
    rows = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)  # values
    gaps = models.PositiveIntegerField(default=0)  # missing readings stay missing, never 0
    skipped = models.PositiveIntegerField(default=0)  # rows of places outside the pilot
    refused = models.JSONField(default=list)  # [{"row": 7, "reason": "…"}]
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("import of observations")
        verbose_name_plural = _("imports of observations")
        ordering = ["-at", "-pk"]


class WaitingFile(models.Model):
    """A file that waits for an officer to say what its columns mean; erased after a week."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="waiting_files")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Observation(models.Model):
    """측정값: one dated value of one measure."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    at = models.DateTimeField(_("at"))
    value = models.FloatField(_("value"))
    imported = models.ForeignKey(
        ObservationImport, models.CASCADE, null=True, blank=True, related_name="observations"
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "site", "at"], name="one_value_per_time"),
            models.UniqueConstraint(
                fields=["measure", "at"], condition=Q(site__isnull=True),
                name="one_value_per_time_without_site",
            ),
        ]  # fmt: skip


class LiveComparison(models.Model):
    """What the measures say so far, computed by the clock so that no reader waits for it."""

    pilot = models.OneToOneField(Pilot, models.CASCADE, related_name="live_comparison")
    comparisons = models.JSONField(default=list)  # see pilots/compare.py
    key = models.CharField(max_length=80)  # what it was computed from (pilots/evidence/live.py)
    as_of = models.DateTimeField(default=timezone.now)
