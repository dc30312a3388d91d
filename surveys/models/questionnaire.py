"""A questionnaire and its panel, whose members are known by a code, not by name."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.words import WordsField
from surveys.words import labels_of, rows_of

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
    # Answers to questions on health and the like are kept only with a consent of their own
    # (개인정보 보호법 제23조); the pilot that took it says so here.
    may_answer_sensitive = models.BooleanField(_("may answer sensitive questions"), default=False)

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
    by_section = models.BooleanField(_("one section at a time"), default=False)
    method = WordsField(_("how people were asked"), blank=True, long=True)
    # What the answers are weighted by to the population (surveys/weigh.py); empty: unweighted.
    weight_by = models.JSONField(_("weighted by"), default=list, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="newer_versions"
    )
    # Asked again six and twelve months after its pilot has concluded.
    follows_up = models.BooleanField(_("asked again after the pilot"), default=False)
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

    def open_wave(self, at=None):
        """The wave that takes answers now; of two, the one that opened last."""
        return next((wave for wave in reversed(list(self.waves.all())) if wave.is_open(at)), None)


class Section(models.Model):
    """A part of a questionnaire with a heading of its own."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(_("position"), default=0)
    title = WordsField(_("title"))
    intro = WordsField(_("introduction"), blank=True, long=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.title)


class Question(models.Model):
    """One question; closed kinds are tallied, free text is only read by staff."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one answer")
        MULTIPLE = "multiple", _("several answers")
        SCALE = "scale", _("scale from 1 to 5")
        MATRIX = "matrix", _("several statements, one scale")
        RANKING = "ranking", _("order of preference")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        SHORT = "short", _("a few words")
        TEXT = "text", _("free text")
        PLACE = "place", _("place on the map")
        PHOTO = "photo", _("photo")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    code = models.SlugField(_("code"), max_length=30)  # q1, wait_minutes: the column in the file
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    words = WordsField(_("question"))
    hint = WordsField(_("hint"), blank=True)
    # [{"code": "a", "ko": …, "en": …}] for single and multiple; {"low": …, "high": …} for scale.
    options = models.JSONField(_("options"), default=list, blank=True)
    rows = models.JSONField(_("statements"), default=list, blank=True)  # of a matrix, as options
    has_other = models.BooleanField(_("“other” with a few words"), default=False)
    shuffles = models.BooleanField(_("choices in random order"), default=False)
    # {"question": "q1", "any_of": ["a"]}: asked only of those who answered so; {}: of everybody.
    shown_if = models.JSONField(_("shown if"), default=dict, blank=True)
    unit = WordsField(_("unit"), blank=True)
    smallest = models.FloatField(_("smallest value"), null=True, blank=True)
    largest = models.FloatField(_("largest value"), null=True, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    # Age, sex, dong …: coarsened in the published file until nobody stands alone.
    is_profile = models.BooleanField(_("asks who somebody is"), default=False)
    is_sensitive = models.BooleanField(_("about health or the like"), default=False)

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

    @property
    def statements(self) -> list[str]:
        """The lines of a matrix."""
        return [str(row["words"]) for row in rows_of(self)]
