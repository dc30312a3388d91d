"""What people were asked to agree to, and what they said."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from city.history import AppendOnly
from city.words import WordsField


class ConsentText(AppendOnly):
    """One version of what a person is asked to agree to (개인정보 보호법 제15조 제2항)."""

    kind = models.SlugField(_("kind"))  # terms, privacy, age, profile, pilot-12
    version = models.PositiveIntegerField(_("version"), default=1)
    title = WordsField(_("title"))
    purpose = WordsField(_("purpose"), long=True)
    items = WordsField(_("items collected"), long=True)
    retention = WordsField(_("kept for"))
    refusal = WordsField(_("right to refuse and what refusing means"), long=True)
    # The same in words a child or somebody who reads slowly understands.
    easy = WordsField(_("in easy words"), long=True, blank=True)
    # Whom the data is given to, one by one (개인정보 보호법 제17조·제26조):
    # [{"kind": "processor" or "third_party", "name", "purpose", "items", "retention"}], each of
    # the four {"ko", "en"}.
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    is_sensitive = models.BooleanField(_("about health or the like"), default=False)  # 제23조
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_version"),
        ]

    def __str__(self):
        return f"{self.title} ({self.version})"


class PolicyText(AppendOnly):
    """One version of the city's own privacy policy or terms; until there is one, ours stands."""

    class Kind(models.TextChoices):
        PRIVACY = "privacy", _("Privacy policy")
        TERMS = "terms", _("Terms of use")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField(_("version"))
    text = WordsField(_("text"), long=True)
    counts_from = models.DateField(_("counts from"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_policy_per_version"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.version})"


class Consent(AppendOnly):
    """A person said yes, said no, or took a yes back. The latest row counts."""

    person = models.ForeignKey(User, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "text", "-at"], name="consent_latest")]
