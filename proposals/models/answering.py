"""What an answer is made of: templates, more time, experts' reviews, another body's answer."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from proposals.models.decision import Decision
from proposals.models.proposal import Proposal


class AnswerTemplate(models.Model):
    """답변 서식: words for one kind of decision, with placeholders such as {title}."""

    name = models.CharField(_("name"), max_length=80)
    move = models.SlugField(_("for which decision"), max_length=20, blank=True)  # empty: any
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, verbose_name=_("department"),
        related_name="+",
    )  # fmt: skip
    text = models.TextField(_("text"), max_length=4000)
    is_open = models.BooleanField(_("in use"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Extension(AppendOnly):
    """답변 기한 연장: more time for an answer, with the reason that residents read."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="extensions")
    due_before = models.DateTimeField()
    due_at = models.DateTimeField()
    reason = models.TextField(_("reason"), max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="extension_has_a_reason",
                violation_error_message=_("Tell residents why."),
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("due_before")), name="it_is_more_time"),
        ]  # fmt: skip


class ReferralAnswer(AppendOnly):
    """What the body answered to which a proposal was referred, brought back to those who asked."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="referral_answers")
    text = models.TextField(_("answer"), max_length=4000)
    link = models.URLField(_("link"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer of another body")
        verbose_name_plural = _("answers of other bodies")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="referral_answer_has_words",
                violation_error_message=_("Write down what was answered."),
            ),
        ]  # fmt: skip


class Criterion(models.Model):
    """심사 기준: what experts give points for."""

    name = WordsField(_("name"))
    meaning = WordsField(_("what it means"), blank=True)
    is_open = models.BooleanField(_("in use"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.name)


class Review(models.Model):
    """전문가 검토: an expert was asked about a proposal, and what they wrote; shown beside the decision."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews")
    expert = models.ForeignKey("accounts.User", models.PROTECT, related_name="reviews")
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("please by"), null=True, blank=True)
    interest = models.CharField(_("declared interest"), max_length=300, blank=True)
    has_interest = models.BooleanField(_("I have an interest in this"), default=False)
    text = models.TextField(_("review"), max_length=4000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "expert"], name="one_review_per_expert"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(text=""), name="sent_review_has_words",
                violation_error_message=_("Write the review first."),
            ),
            models.CheckConstraint(
                condition=Q(has_interest=False) | ~Q(interest=""), name="interest_is_named",
                violation_error_message=_("Say what your interest is."),
            ),
        ]  # fmt: skip


class Score(models.Model):
    """An expert's points on one criterion, from 1 to 5."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(
        _("points"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=5), name="points_from_one_to_five"
            ),
        ]
