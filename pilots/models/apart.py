"""Codes and names are kept apart; whoever brings them together, or carries data out, is written
down. And who goes on telling us how it is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from pilots.models.people import Participation
from pilots.models.pilot import Pilot
from pilots.models.protocol import Partner


class Reveal(AppendOnly):
    """Somebody on the staff read which person stands behind a code, and said why."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="reveals")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of a name")
        verbose_name_plural = _("readings of names")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reveal_has_a_reason"),
        ]


class What(models.TextChoices):
    """What can be handed out (pilots/apart/rows.py)."""

    RESPONSES = "responses", _("answers to the survey")
    DIARIES = "diaries", _("diary entries")
    OBSERVATIONS = "observations", _("measured values")


class Handout(AppendOnly):
    """Pseudonymous rows of a pilot that were handed to a partner (or taken by staff)."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="handouts")
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, related_name="handouts")
    what = models.CharField(_("what"), max_length=20)  # one of What
    rows = models.PositiveIntegerField(_("rows"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    agreement = models.CharField(_("agreement on data"), max_length=120, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hand-out of data")
        verbose_name_plural = _("hand-outs of data")
        ordering = ["-at", "-pk"]

    @property
    def what_label(self) -> str:
        return str(What(self.what).label)


class Turn(models.TextChoices):
    """The turns of a pilot at which those who raised or joined it are asked again."""

    RUNNING = "running", _("when it started")
    ENDED = "ended", _("when the test ended")
    CONCLUDED = "concluded", _("when the result was there")
    SIX_MONTHS = "months6", _("six months later")
    TWELVE_MONTHS = "months12", _("twelve months later")


class AskedAgain(models.Model):
    """이어 듣기: somebody who proposed or joined was asked at a turn of the pilot how it is now."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="asked_again")
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="asked_again"
    )
    came_as = models.CharField(
        _("came as"), max_length=8,
        choices=[("author", _("proposed it")), ("backer", _("backed it")), ("member", _("took part"))],
    )  # fmt: skip
    turn = models.CharField(_("turn"), max_length=10, choices=Turn.choices)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    text = models.CharField(_("in your words"), max_length=500, blank=True)
    stopped_at = models.DateTimeField(_("asked to stop"), null=True, blank=True)

    class Meta:
        verbose_name = _("asked again")
        verbose_name_plural = _("asked again")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "person", "turn"], name="asked_once_at_each_turn"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                name="asked_again_rating_from_1_to_5",
            ),
        ]
