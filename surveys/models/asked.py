"""Waves, the answers they brought, and the ways in which answers come in."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from surveys.models.questionnaire import Panelist, Question, Survey


class WaveQuerySet(models.QuerySet):
    def open(self, at=None):
        """Those that take answers."""
        at = at or timezone.now()
        return self.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=at), opens_at__lte=at)


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
    number = models.PositiveSmallIntegerField(_("number"), default=1)  # several of one kind
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    remind_after = models.PositiveSmallIntegerField(_("reminder after days"), null=True, blank=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "kind", "number"], name="one_wave_per_kind_and_number"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="wave_closes_after_it_opens",
                violation_error_message=_("A survey has to close after it opens."),
            ),
        ]

    def __str__(self):
        if self.number == 1:
            return str(self.get_kind_display())
        return str(_("%(kind)s %(number)s")) % {
            "kind": self.get_kind_display(), "number": self.number,
        }  # fmt: skip

    @property
    def code(self) -> str:
        """What the wave is called in files and rows: before, during-2."""
        return self.kind if self.number == 1 else f"{self.kind}-{self.number}"

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
    # Brought along by an imported survey; ours are computed (surveys/weigh.py).
    weight = models.FloatField(_("weight"), null=True, blank=True)
    # Given on this tablet by somebody who walked past; never one of the participants.
    station = models.ForeignKey(
        "surveys.KioskStation", models.PROTECT, null=True, blank=True, related_name="responses"
    )

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


class SavedAnswers(models.Model):
    """What somebody has filled in so far, to go on later or on another device; erased when the
    answers are sent, or a week after the wave closes."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="saved_answers")
    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="saved_answers")
    answers = models.JSONField(_("answers"), default=dict)
    section = models.PositiveIntegerField(_("section"), default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved answers")
        verbose_name_plural = _("saved answers")
        constraints = [
            models.UniqueConstraint(fields=["wave", "panelist"], name="saved_once_per_wave"),
        ]


class WaveInvitation(models.Model):
    """A panelist was asked to answer a wave, by a link of their own; the link is signed, not kept."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations")
    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to a wave")
        verbose_name_plural = _("invitations to waves")
        constraints = [
            models.UniqueConstraint(fields=["wave", "panelist"], name="invited_once_per_wave"),
        ]


class KioskStation(models.Model):
    """A tablet in a library or a hall on which passers-by answer one wave; without accounts."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="stations")
    name = models.CharField(_("where it stands"), max_length=80)
    key = models.CharField(_("key"), max_length=40, unique=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("kiosk station")
        verbose_name_plural = _("kiosk stations")
        ordering = ["-opened_at", "-pk"]


class PaperEntry(models.Model):
    """One paper questionnaire, typed in twice by two people; it counts once both agree."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="paper_entries")
    number = models.CharField(_("number on the paper"), max_length=20)
    first = models.JSONField(_("first entry"), default=dict)
    first_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=timezone.now)
    second = models.JSONField(_("second entry"), null=True, blank=True)
    second_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    response = models.OneToOneField(
        Response, models.SET_NULL, null=True, blank=True, related_name="paper"
    )

    class Meta:
        verbose_name = _("paper questionnaire")
        verbose_name_plural = _("paper questionnaires")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="one_entry_per_paper"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="second_entry_by_somebody_else",
                violation_error_message=_("Somebody else has to type it in the second time."),
            ),
        ]


class TextReview(models.Model):
    """An officer read a free answer, and decided whether it may stand on the results page."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="text_reviews")
    question = models.ForeignKey(Question, models.CASCADE, related_name="text_reviews")
    is_shown = models.BooleanField(_("shown"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("review of a free answer")
        verbose_name_plural = _("reviews of free answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"], name="one_review_per_free_answer"
            ),
        ]


class ResponseImport(models.Model):
    """An outside survey's file with its codebook: what it held, and each row that was refused."""

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="imported")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=300, blank=True)
    # The source has published these rows itself: nothing in them is hidden again.
    is_open = models.BooleanField(_("rows published by the source"), default=False)
    rows = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)  # [{"row": 7, "reason": "…"}]
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("import of responses")
        verbose_name_plural = _("imports of responses")
