"""What a pilot belongs to, the permit it needs, the alternatives it tests, and how its plan stood."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from pilots.models.pilot import Pilot


class Programme(models.Model):
    """사업 계획: what the city set out to do over some years, task by task."""

    name = WordsField(_("name"))
    summary = WordsField(_("summary"), long=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    starts_year = models.PositiveSmallIntegerField(_("first year"))
    ends_year = models.PositiveSmallIntegerField(_("last year"))

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_year__gte=F("starts_year")),
                name="programme_ends_after_it_starts",
                violation_error_message=_("A programme cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class ProgrammeTask(models.Model):
    """과제: one task of a programme; pilots carry it out."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    area = WordsField(_("area"), blank=True)
    name = WordsField(_("name"))
    summary = WordsField(_("summary"), long=True, blank=True)
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("department"),
    )  # fmt: skip
    from_year = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.name)


class Permit(models.Model):
    """규제샌드박스 허가: why the pilot may do what the rules do not allow yet, and until when."""

    class Kind(models.TextChoices):
        EXEMPTION = "exemption", _("test exemption")
        PROVISIONAL = "provisional", _("provisional permit")
        CONFIRMATION = "confirmation", _("quick confirmation")

    pilot = models.OneToOneField(Pilot, models.CASCADE, related_name="permit")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    authority = models.CharField(_("authority"), max_length=120)
    number = models.CharField(_("permit number"), max_length=60, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    scope = WordsField(_("scope"), long=True)
    conditions = WordsField(_("conditions"), long=True, blank=True)
    insurance = models.CharField(_("liability insurance"), max_length=200, blank=True)
    insured_until = models.DateField(_("insured until"), null=True, blank=True)
    notice = WordsField(_("what participants are told before they agree"), long=True, blank=True)
    granted_on = models.DateField(_("granted"), null=True, blank=True)
    expires_on = models.DateField(_("expires"))
    extended_until = models.DateField(_("extended until"), null=True, blank=True)  # once only
    extension_reason = models.CharField(_("reason of the extension"), max_length=300, blank=True)
    # Days before the end at which the manager was last reminded: 60, 30, 7.
    reminded_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | Q(extended_until__gt=F("expires_on")),
                name="permit_is_extended_to_later",
                violation_error_message=_("An extension has to end later than the permit."),
            ),
        ]

    @property
    def until(self):
        return self.extended_until or self.expires_on

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()


class Alternative(models.Model):
    """대안: one of the solutions that are tested against each other, or against nothing new."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="alternatives")
    code = models.SlugField(_("code"), max_length=10)  # a, b, control: the column in files
    name = WordsField(_("name"))
    description = WordsField(_("what it is"), long=True, blank=True)
    solution = models.ForeignKey(
        "proposals.Solution", models.PROTECT, null=True, blank=True, related_name="alternatives",
        verbose_name=_("solution offered"),
    )  # fmt: skip
    is_control = models.BooleanField(_("nothing changes here"), default=False)

    class Meta:
        verbose_name = _("alternative")
        verbose_name_plural = _("alternatives")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "code"], name="one_alternative_per_code"),
        ]

    def __str__(self):
        return str(self.name)


class ProtocolVersion(AppendOnly):
    """How the published plan stood, as plain JSON with its digest."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="protocol_versions")
    number = models.PositiveIntegerField(_("version"))
    plan = models.JSONField(_("plan"))  # see pilots/plan/snapshot.py
    digest = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of the plan")
        verbose_name_plural = _("versions of the plan")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "number"], name="one_plan_per_version"),
        ]
