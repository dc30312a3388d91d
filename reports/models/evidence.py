"""Evidence: indicators that the city types in, their targets and files, and the packs made of them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from reports.models.runs import Run


class IndicatorQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_retired=False)

    def in_order(self):
        """As packs list them: area by area, in the order of the certification."""
        rank = models.Case(
            *(models.When(area=area, then=n) for n, area in enumerate(Indicator.Area.values)),
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "position", "pk")


class Indicator(models.Model):
    """증빙 지표: what a certification or the council asks for, and by what the city shows it."""

    class Area(models.TextChoices):
        INNOVATION = "innovation", _("Innovation")
        GOVERNANCE = "governance", _("Governance and rules")
        SERVICE = "service", _("Services and technology")

    class Wanted(models.TextChoices):
        AT_LEAST = "at_least", _("at least the target")
        AT_MOST = "at_most", _("at most the target")

    area = models.CharField(_("area"), max_length=10, choices=Area.choices)
    code = models.CharField(_("code"), max_length=20, unique=True)
    wording = WordsField(_("wording"), long=True)
    owner = models.ForeignKey(
        "city.Department", models.PROTECT, related_name="indicators",
        verbose_name=_("department that answers for it"),
    )  # fmt: skip
    figures = models.JSONField(_("figures"), default=list, blank=True)  # [{"key": …, "cut": {…}}]
    text = WordsField(_("what it shows"), long=True, blank=True)
    gap = WordsField(_("what is missing"), long=True, blank=True)
    unit = WordsField(_("unit"), blank=True)
    wanted = models.CharField(
        _("better is"), max_length=8, choices=Wanted.choices, default=Wanted.AT_LEAST
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    is_retired = models.BooleanField(_("no longer kept"), default=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["area", "position", "pk"]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("reports_desk:indicator", args=[self.pk])


class IndicatorYear(models.Model):
    """연도별 목표: what the city wants to reach in a year, and what it reached where no figure says."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    target = models.FloatField(_("target"), null=True, blank=True)
    reached = models.FloatField(_("value reached"), null=True, blank=True)
    note = WordsField(_("where the value comes from"), blank=True)

    class Meta:
        verbose_name = _("target of a year")
        verbose_name_plural = _("targets of years")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="one_target_per_year"),
        ]

    def __str__(self):
        return f"{self.indicator} {self.year}"


class EvidenceFile(models.Model):
    """증빙 파일: a checked document. When it is taken away its bytes go; name and checksum stay."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        HWPX = "hwpx", "HWPX"
        JPG = "jpg", "JPG"  # pictures are drawn anew, whatever they came as

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "digest"], condition=Q(removed_at__isnull=True),
                name="one_evidence_file_per_content",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class EvidencePack(models.Model):
    """증빙 자료집: what was counted, decided and is missing, of some days or of one pilot; frozen."""

    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    pilot = models.ForeignKey(
        "pilots.Pilot", models.PROTECT, null=True, blank=True, related_name="evidence_packs"
    )
    run = models.ForeignKey(
        Run, models.PROTECT, null=True, blank=True, related_name="evidence_packs"
    )
    data = models.JSONField(default=dict)  # see reports/evidence/data.py
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    code_version = models.CharField(max_length=60, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    built_at = models.DateTimeField(null=True, blank=True)  # from then on no row changes

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pilot__isnull=False)
                | Q(since__isnull=False, until__gte=models.F("since")),
                name="pack_of_a_pilot_or_of_days",
            ),
        ]

    def __str__(self):
        return str(self.pilot) if self.pilot_id else f"{self.since}~{self.until}"

    def get_absolute_url(self):
        return reverse("reports_desk:pack", args=[self.pk])


class EvidencePackFile(AppendOnly):
    """A pack as PDF, HWPX or spreadsheet, in one language."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF to print")
        HWPX = "hwpx", _("HWPX document")
        XLSX = "xlsx", _("Spreadsheet (XLSX)")

    pack = models.ForeignKey(EvidencePack, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    language = models.CharField(max_length=2)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "kind", "language"], name="one_pack_file_per_kind_and_language"
            ),
        ]
