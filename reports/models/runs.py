"""Runs of the figures, their stored values, and the value of each day."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField


class RunQuerySet(models.QuerySet):
    def finished(self):
        return self.filter(finished_at__isnull=False)

    def latest_finished(self) -> "Run | None":
        """The run whose values pages show now."""
        return self.finished().order_by("-as_of").first()


class Run(models.Model):
    """One computation of all figures from one extract."""

    as_of = models.DateTimeField(_("as of"), unique=True)
    extract = models.CharField(max_length=200, blank=True)  # folder under EXTRACT_ROOT
    digest = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-as_of", "-pk"]

    def __str__(self):
        return f"{self.as_of:%Y-%m-%d %H:%M}"


class Figure(models.Model):
    """통계: one stored value of a definition in reports/figures/.

    `cut` says for what it was computed: {} for the whole city, or district, category, month,
    pilot, measure. `value` is null when there is nothing to divide by, or the group is too small.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="figures")
    key = models.SlugField(_("key"))
    cut = models.JSONField(default=dict)
    cut_key = models.CharField(max_length=160, blank=True, default="")
    value = models.FloatField(_("value"), null=True)
    n = models.PositiveBigIntegerField(_("n"), null=True)
    is_suppressed = models.BooleanField(default=False)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["run", "key", "cut_key"], name="one_value_per_cut"),
        ]


class Recount(AppendOnly):
    """다시 셈: why values of days that have passed are counted anew, and by whom."""

    reason = WordsField(_("reason"), long=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("recount")
        verbose_name_plural = _("recounts")
        ordering = ["-at", "-pk"]


class DayFigure(AppendOnly):
    """하루의 통계: what a figure was on a day. A recount adds a row and says why; none is changed."""

    day = models.DateField(_("day"))
    key = models.SlugField(_("key"))
    cut = models.JSONField(default=dict)
    cut_key = models.CharField(max_length=160, blank=True, default="")
    value = models.FloatField(_("value"), null=True)
    n = models.PositiveBigIntegerField(_("n"), null=True)
    is_suppressed = models.BooleanField(default=False)
    recount = models.ForeignKey(
        Recount, models.PROTECT, null=True, blank=True, related_name="figures"
    )

    class Meta:
        verbose_name = _("figure of a day")
        verbose_name_plural = _("figures of days")
        ordering = ["key", "cut_key", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "cut_key", "day"],
                condition=models.Q(recount__isnull=True),
                name="one_value_per_day",
            ),
            models.UniqueConstraint(
                fields=["key", "cut_key", "day", "recount"],
                condition=models.Q(recount__isnull=False),
                name="one_value_per_day_and_recount",
            ),
        ]


class ShownGroups(AppendOnly):
    """What a figure told of groups of people at one time, so that the next can be compared with it.

    A small difference would tell who came or went (city/hiding/over_time.py). Runs are forgotten
    after a while; what was told by them is not.
    """

    as_of = models.DateTimeField()
    key = models.SlugField()
    cut = models.CharField(max_length=80, blank=True, default="")  # "level"; empty: the whole
    # {group: [people in each part]}: what was true then.
    counted = models.JSONField(default=dict)
    # {group: {"value", "n", "extra"}}: what was told anew; other groups kept what was told before.
    shown = models.JSONField(default=dict)

    class Meta:
        ordering = ["as_of", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "cut", "as_of"], name="groups_told_once"),
        ]
