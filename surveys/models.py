"""Questionnaires asked in waves of a panel whose members are known by a code, not by name."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from city.words import WordsField
from surveys.words import labels_of

_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else


def new_code() -> str:
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(10))


class Panel(models.Model):
    """Everybody who may answer the waves of a survey, under codes."""

    name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")


class Panelist(models.Model):
    """A code in a panel. The key to the person is cut when they leave or the data is closed."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="panelists")
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="panelists"
    )
    # False for those who applied to a pilot but have not consented, or have left it.
    may_answer = models.BooleanField(_("may answer"), default=True)

    class Meta:
        verbose_name = _("panelist")
        verbose_name_plural = _("panelists")
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "person"], name="one_code_per_person_and_panel"
            ),
        ]

    def __str__(self):
        return self.code


class SurveyQuerySet(models.QuerySet):
    def public(self):
        """Open to everybody: not the instrument of a pilot, and with at least one wave opened."""
        return self.filter(is_public=True, waves__opens_at__lte=timezone.now()).distinct()

    def readable(self):
        """Public ones, and those of pilots once a wave has closed."""
        now = timezone.now()
        return self.filter(
            Q(is_public=True, waves__opens_at__lte=now) | Q(waves__closes_at__lte=now)
        ).distinct()


class Survey(models.Model):
    """A questionnaire; it may be asked once or in several waves."""

    title = WordsField(_("title"))
    intro = WordsField(_("introduction"), blank=True, long=True)
    panel = models.OneToOneField(Panel, models.PROTECT, related_name="survey")
    is_public = models.BooleanField(_("everybody may answer"), default=False)
    owner = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("surveys:answer", args=[self.pk])

    def open_wave(self, at=None) -> "Wave | None":
        """The wave that takes answers now; of two, the one that opened last."""
        return next((wave for wave in reversed(list(self.waves.all())) if wave.is_open(at)), None)


class Question(models.Model):
    """One question; closed kinds are tallied, free text is only read by staff."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one answer")
        MULTIPLE = "multiple", _("several answers")
        SCALE = "scale", _("scale from 1 to 5")
        NUMBER = "number", _("number")
        TEXT = "text", _("free text")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.SlugField(_("code"), max_length=30)  # q1, wait_minutes: the column in the file
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    words = WordsField(_("question"))
    hint = WordsField(_("hint"), blank=True)
    # [{"code": "a", "ko": …, "en": …}] for single and multiple; {"low": …, "high": …} for scale.
    options = models.JSONField(_("options"), default=list, blank=True)
    unit = WordsField(_("unit"), blank=True)
    smallest = models.FloatField(_("smallest value"), null=True, blank=True)
    largest = models.FloatField(_("largest value"), null=True, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    # Age, sex, dong …: coarsened in the published file until nobody stands alone.
    is_profile = models.BooleanField(_("asks who somebody is"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="one_question_per_code"),
        ]

    def __str__(self):
        return str(self.words)

    @property
    def labels(self) -> list[str]:
        return [label for _code, label in labels_of(self)]


class Wave(models.Model):
    """회차: the same questions asked again."""

    class Kind(models.TextChoices):
        ONCE = "once", _("single survey")
        BEFORE = "before", _("before")
        DURING = "during", _("during")
        AFTER = "after", _("after")
        FOLLOW_UP = "follow_up", _("follow-up")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="waves")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ONCE)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "kind"], name="one_wave_per_kind"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="wave_closes_after_it_opens",
                violation_error_message=_("A survey has to close after it opens."),
            ),
        ]

    def is_open(self, at=None) -> bool:
        at = at or timezone.now()
        return bool(
            self.opens_at and self.opens_at <= at and not (self.closes_at and self.closes_at <= at)
        )


class Response(Act):
    """One panelist's answers in one wave. No key leads from here to a person's account."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="responses")
    panelist = models.ForeignKey(Panelist, models.PROTECT, related_name="responses")
    answers = models.JSONField(_("answers"), default=dict)  # {"q1": "a", "q2": ["a", "b"], "q3": 4}
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "panelist"],
                name="one_response_per_wave",
                violation_error_message=_("You have already answered this survey."),
            ),
        ]
