"""고장·위험: what does not work or is dangerous in a pilot, and what was done about it, by the clock."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from city.history import AppendOnly
from city.words import WordsField
from pilots.models.pilot import Pilot
from pilots.models.protocol import Site

HOURS = [MinValueValidator(1), MaxValueValidator(720)]


class TroubleClock(models.Model):
    """How soon a pilot answers; without a row the usual hours count."""

    pilot = models.OneToOneField(Pilot, models.CASCADE, related_name="trouble_clock")
    danger_hours = models.PositiveSmallIntegerField(
        _("hours to answer a danger, day and night"), default=24, validators=HOURS
    )
    other_hours = models.PositiveSmallIntegerField(
        _("hours to answer anything else, on working days"), default=72, validators=HOURS
    )

    class Meta:
        verbose_name = _("clock for trouble")
        verbose_name_plural = _("clocks for trouble")


class TroubleReport(Act):
    """One report. Its words and photo are read by those who answer, never by the public."""

    class Kind(models.TextChoices):
        BROKEN = "broken", _("Broken")
        DANGER = "danger", _("Dangerous")
        NUISANCE = "nuisance", _("Uncomfortable")
        OTHER = "other", _("Something else")

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="troubles")
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="troubles",
        verbose_name=_("place"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    text = models.TextField(_("what is wrong"), max_length=1000)
    photo = models.OneToOneField(
        "photos.Photo", models.SET_NULL, null=True, blank=True, related_name="of_trouble"
    )
    # Only of whoever was signed in; nobody needs an account to report.
    reporter = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="troubles"
    )
    due_at = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("trouble report")
        verbose_name_plural = _("trouble reports")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["pilot", "created_at"], name="trouble_by_pilot"),
            models.Index(
                fields=["due_at"], condition=Q(answered_at__isnull=True), name="trouble_to_answer"
            ),
        ]

    @property
    def is_danger(self) -> bool:
        return self.kind == self.Kind.DANGER

    @property
    def is_late(self) -> bool:
        return (self.answered_at or timezone.now()) > self.due_at


class TroubleAnswer(AppendOnly):
    """What those in charge say about a report, in public; the last one closes it."""

    report = models.ForeignKey(TroubleReport, models.CASCADE, related_name="answers")
    text = WordsField(_("answer"), long=True)
    closes = models.BooleanField(_("this is settled"), default=False)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a trouble report")
        verbose_name_plural = _("answers to trouble reports")
        ordering = ["at", "pk"]


class TroubleContact(models.Model):
    """Where somebody without an account wants to hear the answer: kept apart, read by nobody, and
    erased as soon as the answer is on its way."""

    report = models.OneToOneField(TroubleReport, models.CASCADE, related_name="contact")
    kind = models.CharField(max_length=5)  # one of accounts.EntranceCode.Kind
    address = models.CharField(_("e-mail address or mobile number"), max_length=254)
    lang = models.CharField(max_length=2, default="ko")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact for an answer")
        verbose_name_plural = _("contacts for answers")
