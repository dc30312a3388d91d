"""Sensors that send values, limits that somebody wants to hear of, and what was crossed when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.words import WordsField
from pilots.models.protocol import Measure, Site


class DeviceQuerySet(models.QuerySet):
    def of_pilot(self, pilot):
        return self.filter(measure__pilot=pilot)


class Device(models.Model):
    """센서: measures one thing at one site, and sends its values with a token of its own."""

    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="devices", verbose_name=_("measure")
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="devices", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=80)
    make = models.CharField(_("maker and model"), max_length=120, blank=True)
    height = models.FloatField(_("height above ground (m)"), null=True, blank=True)
    calibrated_on = models.DateField(_("calibrated on"), null=True, blank=True)
    calibration_note = models.CharField(_("about the calibration"), max_length=300, blank=True)
    # What is said of its values: pilots/devices/quality.py.
    every_minutes = models.PositiveIntegerField(_("sends every … minutes"), null=True, blank=True)
    lowest = models.FloatField(_("lowest possible value"), null=True, blank=True)
    highest = models.FloatField(_("highest possible value"), null=True, blank=True)
    stuck_after = models.PositiveSmallIntegerField(
        _("stuck after … equal values"), null=True, blank=True
    )
    is_active = models.BooleanField(_("in use"), default=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    token_made_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    silence_told_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sensor")
        verbose_name_plural = _("sensors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "site"], condition=Q(is_active=True),
                name="one_sensor_per_measure_and_site",
                violation_error_message=_(
                    "Another sensor measures this here. Take that one out of use first, or give "
                    "this one a site of its own."
                ),
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True)
                | Q(lowest__lt=F("highest")),
                name="sensor_lowest_below_highest",
                violation_error_message=_("The lowest value has to be below the highest."),
            ),
            models.CheckConstraint(
                condition=Q(stuck_after__isnull=True) | Q(stuck_after__gte=2),
                name="sensor_stuck_after_two_at_least",
                violation_error_message=_("Two equal values at least."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def may_send(self) -> bool:
        return self.is_active and self.token_hash is not None and self.revoked_at is None


class Threshold(models.Model):
    """경보 기준: where a measure becomes news for the manager and, if so wished, for everybody."""

    class Side(models.TextChoices):
        ABOVE = "above", _("above")
        BELOW = "below", _("below")

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="thresholds", verbose_name=_("measure")
    )
    side = models.CharField(_("alert when"), max_length=5, choices=Side.choices)
    limit = models.FloatField(_("limit"))
    # An alert ends here, not at the limit itself, so that a value that wavers is told once.
    back_at = models.FloatField(_("over again at"))
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    advice = WordsField(_("what people should know"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("alert limit")
        verbose_name_plural = _("alert limits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side="above", back_at__lte=F("limit"))
                | Q(side="below", back_at__gte=F("limit")),
                name="alert_ends_on_the_safe_side",
                violation_error_message=_(
                    "An alert has to end on the safe side of its limit, or at the limit itself."
                ),
            ),
        ]

    def is_crossed_by(self, value: float) -> bool:
        return value > self.limit if self.side == self.Side.ABOVE else value < self.limit

    def is_over_at(self, value: float) -> bool:
        return value <= self.back_at if self.side == self.Side.ABOVE else value >= self.back_at


class Alert(models.Model):
    """경보: one crossing of a limit at one site, from the value that crossed to the one that came
    back."""

    threshold = models.ForeignKey(Threshold, models.CASCADE, related_name="alerts")
    site = models.ForeignKey(Site, models.CASCADE, related_name="alerts")
    value = models.FloatField()
    began_at = models.DateTimeField()  # of the value that crossed
    ended_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)  # when it was told

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["threshold", "site"], condition=Q(ended_at__isnull=True),
                name="one_open_alert_per_site",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-at"], name="alert_by_time")]
