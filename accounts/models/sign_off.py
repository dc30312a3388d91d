"""A decision on its way from the officer who writes it to the one who approves it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from accounts.roles import Role
from city.history import AppendOnly


class SignOff(models.Model):
    """결재: a decision written by an officer that a manager approves or returns."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent for approval")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        DROPPED = "dropped", _("dropped")

    thread = models.CharField(max_length=60, db_index=True)  # "proposal:12"
    decision = models.JSONField(default=dict)  # what the verb gets once it is approved
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approver_role = models.CharField(max_length=10, choices=Role.choices, default=Role.MANAGER)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # 대직: whose place the approver took, if somebody's.
    decided_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"],
                condition=Q(state__in=["draft", "sent", "returned"]),
                name="one_open_sign_off_per_thread",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False),
                name="approval_has_an_approver",
            ),
        ]


class SignOffStep(AppendOnly):
    """One step on that way: written, sent, returned with a note, approved, dropped."""

    sign_off = models.ForeignKey(SignOff, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=SignOff.State.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
