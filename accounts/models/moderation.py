"""What somebody reported, and what an officer decided about it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from city.history import AppendOnly


class ModerationCase(models.Model):
    """신고: somebody says that a text or photo breaks the rules; an officer decides, with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        HIDDEN = "hidden", _("hidden")

    kind = models.SlugField(_("kind"))  # registered in apps.py: proposal, comment, solution, diary
    target = models.PositiveBigIntegerField(_("row"))
    reporter = models.ForeignKey(User, models.PROTECT, related_name="reports_made")
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("abuse report")
        verbose_name_plural = _("abuse reports")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target", "reporter"], name="one_report_per_person"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="moderation_queue")]


class ModerationAct(AppendOnly):
    """What an officer decided about a text, and why."""

    kind = models.SlugField()
    target = models.PositiveBigIntegerField()
    hidden = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("moderation")
        verbose_name_plural = _("moderations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="moderation_has_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]
