"""Figures with their definitions, frozen reports, and dated open-data releases."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
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
    """통계: one stored value of a definition in reports/figures.py.

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


class ReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def latest_versions(self):
        return self.published().filter(superseded_by__isnull=True)


class Report(models.Model):
    """Frozen figures with words. Once published nothing of it changes; a correction is a new version."""

    class Kind(models.TextChoices):
        CITY = "city", _("Operating report")
        PILOT = "pilot", _("Pilot report")

    slug = models.SlugField(_("address"), max_length=80, allow_unicode=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CITY)
    pilot = models.ForeignKey(
        "pilots.Pilot", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    title = WordsField(_("title"))
    summary = WordsField(_("summary"), long=True, blank=True)
    words = WordsField(_("findings in words"), long=True, blank=True)
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="reports")
    # Everything the page shows: figures with definitions and the tables of charts (reports/freeze.py).
    frozen = models.JSONField(default=dict)
    # The charts drawn from them, {"received_by_month.ko": "<svg …"}; pages defer this column.
    pictures = models.JSONField(default=dict)
    correction_reason = WordsField(_("why this version"), blank=True)
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    written_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    built_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="one_report_per_version"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(built_at__isnull=False) & Q(published_by__isnull=False)),
                name="published_reports_are_complete",
            ),
        ]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.slug])

    @property
    def is_built(self) -> bool:
        return self.built_at is not None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Dataset(models.Model):
    """공공데이터: a series of releases of the same table."""

    slug = models.SlugField(_("address"), unique=True)
    title = WordsField(_("title"))
    description = WordsField(_("description"), long=True, blank=True)
    licence = models.CharField(_("licence"), max_length=40, default="KOGL-1")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["position", "slug"]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("reports:dataset", args=[self.slug])


class Release(AppendOnly):
    """공개본: one dated, immutable set of files of a dataset."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="releases")
    run = models.ForeignKey(Run, models.PROTECT, related_name="releases")
    name = models.CharField(max_length=40)  # 2026-10-31, 2026-10-31.2
    as_of = models.DateTimeField(_("as of"))
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "name"], name="one_release_per_name"),
        ]


class ReleaseFile(AppendOnly):
    """One file of a release; its SHA-256 proves that no byte ever changed."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)  # proposals.csv
    path = models.CharField(max_length=200)  # under RELEASES_ROOT
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="one_file_per_name"),
        ]
