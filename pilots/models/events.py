"""Workshops and meetings of a pilot, and who signed up and came."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.words import WordsField
from pilots.models.pilot import Pilot


class Event(models.Model):
    """행사: a workshop, a walk, a meeting of a pilot, with its places and its minutes."""

    class For(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        PARTICIPANTS = "participants", _("participants of the pilot")

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="events")
    title = WordsField(_("title"))
    what = WordsField(_("what happens there"), long=True, blank=True)
    where = WordsField(_("where"))
    open_to = models.CharField(_("for"), max_length=12, choices=For.choices, default=For.EVERYBODY)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    code = models.CharField(_("attendance code"), max_length=6)  # said aloud in the room
    minutes = WordsField(_("minutes"), long=True, blank=True)
    minutes_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    changes = models.PositiveIntegerField(default=0)  # SEQUENCE in calendars (RFC 5545)
    changed_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="event_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins",
                violation_error_message=_("An event has to end after it begins."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("pilots:event", args=[self.pilot_id, self.pk])


class EventPlace(models.Model):
    """Somebody signed up; whoever signed up first has a place, the others wait."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="places")
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="event_places"
    )
    signed_up_at = models.DateTimeField(default=timezone.now)
    has_place = models.BooleanField(_("has a place"), default=True)
    came_at = models.DateTimeField(_("came"), null=True, blank=True)

    class Meta:
        verbose_name = _("place at an event")
        verbose_name_plural = _("places at events")
        ordering = ["signed_up_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_place_per_event"),
        ]
