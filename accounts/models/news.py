"""What happened on a thread, and whom it was told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from city.history import AppendOnly
from city.words import WordsField


class Update(AppendOnly):
    """소식: one public event on a thread, told once to everybody it touches."""

    kind = models.SlugField(_("kind"))
    thread = models.CharField(_("thread"), max_length=60, db_index=True)  # "proposal:12"
    url = models.CharField(_("address"), max_length=200)
    title = WordsField(_("title"))
    body = WordsField(_("text"), blank=True)
    # Who in the city answers for it; letters say so.
    department = models.ForeignKey("city.Department", models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-at", "-pk"]


class DeliveryQuerySet(models.QuerySet):
    def unread_of(self, person):
        return self.filter(person=person, read_at__isnull=True)


class Delivery(models.Model):
    """One update in one person's inbox, and what carries it out of the house."""

    update_told = models.ForeignKey(Update, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(User, models.PROTECT, related_name="deliveries")
    # The city waits for this person's answer: such news goes out at once and stands first.
    asks = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # empty: it stays in the inbox
    message = models.ForeignKey(
        "accounts.Message", models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["update_told", "person"], name="told_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(message__isnull=True, due_at__isnull=False),
                name="news_waiting",
            ),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="inbox_unread"),
        ]


class Mute(models.Model):
    """조용히: a person wants no more news of one thread, whatever ties them to it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="mutes")
    thread = models.CharField(max_length=60, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="muted_once"),
        ]
