"""What people at the desk leave each other: deputies, notes, handovers, invitations, settings."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from accounts.roles import Role
from city.history import AppendOnly


class Deputy(models.Model):
    """대직: who approves and works in somebody's place, from one day to another."""

    person = models.ForeignKey(User, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(
        User, models.PROTECT, related_name="stands_in_for", verbose_name=_("deputy")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-last_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("deputy")), name="nobody_stands_in_for_themselves",
                violation_error_message=_("Choose somebody else as the deputy."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="deputy_days_are_in_order",
                violation_error_message=_("The last day comes before the first one."),
            ),
        ]  # fmt: skip


class DeskNote(AppendOnly):
    """내부 메모: a note on a thread that only the desk reads, with colleagues called by name."""

    thread = models.CharField(max_length=60, db_index=True)  # "proposal:12"
    text = models.TextField(_("note"), max_length=2000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    mentions = models.ManyToManyField(User, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="desk_note_has_words",
                violation_error_message=_("Write the note first."),
            ),
        ]  # fmt: skip


class HandOver(AppendOnly):
    """인계서: everything that one officer had on the table, as it went to a successor."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    successor = models.ForeignKey(User, models.PROTECT, related_name="+")
    leaves = models.BooleanField(_("leaves the desk"), default=False)
    note = models.TextField(_("note"), max_length=4000, blank=True)
    # What was handed over, by room: {"proposals": [{"title": …, "url": …, "due": …}], …}
    sheet = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("successor")), name="handover_goes_to_somebody_else",
                violation_error_message=_("Choose somebody else as the successor."),
            ),
        ]  # fmt: skip


class Invitation(models.Model):
    """A letter that lets somebody open an account with a role."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.OFFICER)
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    # Keyed, of the token that is only in the letter; each letter has a new one.
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # The row is the queue: a letter waits here until the mail server takes it.
    letter_due_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    letter_tries = models.PositiveSmallIntegerField(default=0)
    letter_sent_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["letter_due_at"],
                condition=Q(letter_due_at__isnull=False),
                name="invitation_letter_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_email",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.email


class SettingChange(AppendOnly):
    """What somebody changed at /desk/settings/: one row of the city's, before and after."""

    row = models.CharField(max_length=80, db_index=True)  # "city.category:3"
    name = models.CharField(max_length=200)  # what the row was called then
    before = models.JSONField(default=dict)  # empty: the row is new
    after = models.JSONField(default=dict)  # empty: the row was removed
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of a setting")
        verbose_name_plural = _("changes of settings")
        ordering = ["-at", "-pk"]
