"""Sums by hour and by day, and the hours whose sums are not right any more."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pilots.models.protocol import Measure, Site


class Touched(models.Model):
    """An hour in which a value came, changed or went; written together with the value and taken
    away once its sums are made anew. Rows are never shared between writers, so that nobody waits."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="+", db_index=False)
    hour = models.DateTimeField()


class Sums(models.Model):
    """Of the values that count; how many were left out stands beside."""

    n = models.PositiveIntegerField()
    total = models.FloatField(null=True)
    lowest = models.FloatField(null=True)
    highest = models.FloatField(null=True)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def mean(self) -> float | None:
        return self.total / self.n if self.n and self.total is not None else None


class ObservedHour(Sums):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="hours", db_index=False)
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="hours", db_index=False)
    hour = models.DateTimeField()

    class Meta:
        verbose_name = _("values of an hour")
        verbose_name_plural = _("values by hour")
        ordering = ["hour", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "site", "hour"], name="one_sum_per_hour")
        ]


class ObservedDay(Sums):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="days", db_index=False)
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="days", db_index=False)
    day = models.DateField()

    class Meta:
        verbose_name = _("values of a day")
        verbose_name_plural = _("values by day")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "site", "day"], name="one_sum_per_day")
        ]
