"""What every act of a person carries: how well we know them, by which door, entered by whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Channel, Level


class Act(models.Model):
    level = models.CharField(
        _("level"), max_length=12, choices=Level.choices, default=Level.REGISTERED
    )
    channel = models.CharField(
        _("channel"), max_length=8, choices=Channel.choices, default=Channel.WEB
    )
    # The officer who entered it for somebody at the counter or on the telephone (대리 등록).
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Made by the client, so that a form sent twice over a bad line is one act.
    client_id = models.UUIDField(unique=True, null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        abstract = True
