"""전달 수단: what carries news out of the house, each message that went, and who is told by the desk."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class Carrier(models.Model):
    """One way out of the house. A row of the city's; passwords are in the environment, not here."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        TEXT = "text", _("text message")
        ALIMTALK = "alimtalk", _("KakaoTalk notice")
        LETTER = "letter", _("printed letter")
        CALL = "call", _("telephone call")

    class Backend(models.TextChoices):
        """Fixed: what each of them does is in accounts/carriers.py."""

        MAIL = "mail", _("the city's mail server")
        TEXT = "text", _("the provider of text messages")
        ALIMTALK = "alimtalk", _("the provider of KakaoTalk notices")
        DESK = "desk", _("officers at the desk")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, unique=True)
    is_on = models.BooleanField(_("in use"), default=False)
    backend = models.CharField(_("sent by"), max_length=8, choices=Backend.choices)
    cost_won = models.PositiveIntegerField(_("cost of one message (won)"), default=0)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    falls_back_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("otherwise by")
    )

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ["pk"]

    def __str__(self):
        return str(self.get_kind_display())


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Message.State.WAITING)


class Message(models.Model):
    """One message to one person: what it cost and whether it arrived. Its words are the updates'.

    While it waits, news that falls due joins it. The person goes with the account or after a
    while (accounts/carriers.py); the line stays for the costs.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="messages_sent"
    )
    kind = models.CharField(max_length=8, choices=Carrier.Kind.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    # When it may be tried; whoever tries it moves this on, so that nobody else does meanwhile.
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    cost_won = models.PositiveIntegerField(default=0)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="one_waiting_message"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="message_due"),
            models.Index(fields=["sent_at", "kind"], name="message_sent"),
            models.Index(fields=["created_at"], condition=Q(state="failed"), name="message_failed"),
        ]


class DeskContact(models.Model):
    """How the desk reaches somebody who does not go online. Shown there only, and each look noted."""

    person = models.OneToOneField(User, models.PROTECT, related_name="desk_contact")
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact of the desk")
        verbose_name_plural = _("contacts of the desk")
