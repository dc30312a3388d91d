"""접수증: what an officer recorded for somebody who does not go online, and how they agreed to it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Channel
from city.history import AppendOnly


class Receipt(AppendOnly):
    """One line for each act on behalf; its number finds the proposal again without an account."""

    class Act(models.TextChoices):
        PROPOSAL = "proposal", _("proposal")
        SUPPORT = "support", _("support")
        COMMENT = "comment", _("comment")

    class Consent(models.TextChoices):
        SPOKEN = "spoken", _("said it themselves")
        SIGNED = "signed", _("signed a paper")
        HELPER = "helper", _("had a relative or helper say it")

    number = models.CharField(_("receipt number"), max_length=15, unique=True)
    proposal = models.ForeignKey("Proposal", models.CASCADE, related_name="receipts")
    act = models.CharField(_("recorded"), max_length=8, choices=Act.choices)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="receipts")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    consent = models.CharField(_("consent"), max_length=6, choices=Consent.choices)
    consent_on = models.DateField(_("agreed on"))
    # Who helped, or where the paper is kept; blanked when the person leaves.
    consent_note = models.CharField(_("note on the consent"), max_length=200, blank=True)
    # Made by the form, so that a second click records nothing twice.
    client_id = models.UUIDField(unique=True, null=True, blank=True)
    made_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.number
