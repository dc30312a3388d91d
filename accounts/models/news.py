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
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-at", "-pk"]


class DeliveryQuerySet(models.QuerySet):
    def unread_of(self, person):
        return self.filter(person=person, read_at__isnull=True)


class Delivery(models.Model):
    """One update in one person's inbox, and whether it also went out by e-mail."""

    update_told = models.ForeignKey(Update, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(User, models.PROTECT, related_name="deliveries")
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
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
                fields=["mail_due_at"], condition=Q(mailed_at__isnull=True), name="mail_waiting"
            ),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="inbox_unread"),
        ]
