"""Reports: their kinds, and frozen figures with words."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from reports.models.runs import Run


class ReportKind(models.Model):
    """보고서 종류: weekly, monthly, yearly, per call, per pilot, per district. A row, not code."""

    class Period(models.TextChoices):
        NONE = "", _("from the beginning until now")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    class About(models.TextChoices):
        CITY = "city", _("the whole city")
        DISTRICT = "district", _("one district")
        CALL = "call", _("one call")
        PILOT = "pilot", _("one pilot")

    slug = models.SlugField(_("short name"), primary_key=True)
    name = WordsField(_("name"))
    period = models.CharField(_("period"), max_length=5, choices=Period.choices, blank=True)
    about = models.CharField(_("about"), max_length=8, choices=About.choices, default=About.CITY)
    figures = models.JSONField(_("figures"), default=list)  # keys of the registry; empty: all
    charts = models.JSONField(_("charts"), default=list)  # names of reports/freeze.py; empty: all
    # Names of reports/make/choosing.py; null: all of them, [] none.
    sections = models.JSONField(_("sections"), null=True, blank=True)
    drafts_itself = models.BooleanField(_("drafted when the period ends"), default=False)
    is_open = models.BooleanField(_("in use"), default=True)  # off: only what it made is there
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("kind of report")
        verbose_name_plural = _("kinds of reports")
        ordering = ["position", "slug"]

    def __str__(self):
        return str(self.name)


class ReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def latest_versions(self):
        return self.published().filter(superseded_by__isnull=True)


class Report(models.Model):
    """Frozen figures with words. Once published nothing of it changes; a correction is a new version."""

    slug = models.SlugField(_("address"), max_length=80, allow_unicode=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.ForeignKey(
        ReportKind,
        models.PROTECT,
        db_column="kind",
        default="city",
        related_name="reports",
        verbose_name=_("kind"),
    )
    # What it is about: the days from `since` to `until`, both included, and a part of the city.
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, related_name="reports",
        verbose_name=_("district"),
    )  # fmt: skip
    call = models.ForeignKey(
        "proposals.Call", models.PROTECT, null=True, blank=True, related_name="reports",
        verbose_name=_("call"),
    )  # fmt: skip
    pilot = models.ForeignKey(
        "pilots.Pilot", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    title = WordsField(_("title"))
    summary = WordsField(_("summary"), long=True, blank=True)
    words = WordsField(_("findings in words"), long=True, blank=True)
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="reports")
    # Which figures, charts and sections the officer chose; null: those of its kind.
    figures = models.JSONField(null=True, blank=True)
    charts = models.JSONField(null=True, blank=True)
    sections = models.JSONField(null=True, blank=True)
    # Everything the page shows: figures with definitions and the tables of charts (reports/freeze.py).
    frozen = models.JSONField(default=dict)
    # The charts drawn from them, {"received_by_month.ko": "<svg …"}; pages defer this column.
    pictures = models.JSONField(default=dict)
    # How large each of them wants to be, {"received_by_month.ko.svg": [600, 240]}.
    sizes = models.JSONField(default=dict)
    # SHA-256 of `frozen` as city.digest writes it, and the version of the programme that made it.
    digest = models.CharField(max_length=64, blank=True)
    code_version = models.CharField(max_length=80, blank=True)
    # Of a correction: [{"key", "cut", "before", "after"}], what reads otherwise than in the version before.
    changes = models.JSONField(default=list, blank=True)
    # Asked in the months before an election: the law that allows publishing it now.
    legal_basis = models.TextField(_("legal basis"), blank=True, max_length=1000)
    cancelled_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(since__isnull=True, until__isnull=True)
                | Q(since__isnull=False, until__isnull=False, until__gte=models.F("since")),
                name="report_periods_have_two_ends",
                violation_error_message=_("A period has a first and a last day, in this order."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.slug])

    @property
    def is_of_pilot(self) -> bool:
        return self.pilot_id is not None

    @property
    def is_built(self) -> bool:
        return self.built_at is not None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class DiscardedDraft(AppendOnly):
    """버린 초안: a draft that nobody wanted, so that the clock does not bring it back."""

    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="discarded")
    slug = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = WordsField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    district = models.ForeignKey("maps.District", models.PROTECT, null=True, related_name="+")
    call = models.ForeignKey("proposals.Call", models.PROTECT, null=True, related_name="+")
    pilot = models.ForeignKey("pilots.Pilot", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("discarded draft")
        verbose_name_plural = _("discarded drafts")
        ordering = ["-at", "-pk"]
