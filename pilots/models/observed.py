"""Files of observations and their values."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from pilots.models.devices import Device
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


class Flag(models.TextChoices):
    """What is doubtful about a value; it is kept and shown as such (pilots/devices/quality.py)."""

    NONE = "", _("good")
    RANGE = "range", _("out of range")
    STUCK = "stuck", _("the same value again and again")


class ObservationQuerySet(models.QuerySet):
    def good(self):
        """The values that count: the current one of each time, unless no sensor can have seen it."""
        return self.exclude(flag=Flag.RANGE)


class Observation(models.Model):
    """측정값: one dated value of one measure, as it is held to be true today."""

    # Its key begins with the measure; every index more would slow down each value that arrives.
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="observations", db_index=False
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    at = models.DateTimeField(_("at"))
    value = models.FloatField(_("value"))
    flag = models.CharField(
        _("quality"), max_length=5, choices=Flag.choices, default=Flag.NONE, blank=True
    )
    # Where it came from: a file, a sensor, or somebody who counted.
    imported = models.ForeignKey(
        ObservationImport, models.CASCADE, null=True, blank=True, related_name="observations",
        db_index=False,
    )  # fmt: skip
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="observations", db_index=False
    )
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["imported"], condition=Q(imported__isnull=False), name="observation_by_file"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["measure", "site", "at"], name="one_value_per_time"),
            models.UniqueConstraint(
                fields=["measure", "at"], condition=Q(site__isnull=True),
                name="one_value_per_time_without_site",
            ),
        ]  # fmt: skip


class ObservationVersion(AppendOnly):
    """What an observation said before it was corrected."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="versions")
    value = models.FloatField(_("value"))
    flag = models.CharField(max_length=5, choices=Flag.choices, default=Flag.NONE, blank=True)
    imported = models.ForeignKey(
        ObservationImport, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    until = models.DateTimeField(default=timezone.now)  # when the correction came

    class Meta:
        verbose_name = _("earlier value")
        verbose_name_plural = _("earlier values")
        ordering = ["until", "pk"]


class LiveComparison(models.Model):
    """What the measures say so far, computed by the clock so that no reader waits for it."""

    pilot = models.OneToOneField(Pilot, models.CASCADE, related_name="live_comparison")
    comparisons = models.JSONField(default=list)  # see pilots/compare.py
    key = models.CharField(max_length=80)  # what it was computed from (pilots/evidence/live.py)
    as_of = models.DateTimeField(default=timezone.now)
