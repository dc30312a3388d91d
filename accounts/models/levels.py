"""본인확인 단계: how well the city knows a person, how it came to know, and what each level may do."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from accounts.roles import Level, Right
from city.history import AppendOnly


class LevelRight(models.Model):
    """Whether a level may do something. A row of the city's, edited at /desk/settings/."""

    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    right = models.CharField(_("may"), max_length=10, choices=Right.choices)
    is_given = models.BooleanField(_("allowed"), default=True)

    class Meta:
        verbose_name = _("right of a level")
        verbose_name_plural = _("rights of the levels")
        constraints = [
            models.UniqueConstraint(fields=["level", "right"], name="one_right_per_level"),
        ]


class EntranceCode(models.Model):
    """A six-digit code that was sent to an address, for whoever has no password. Short-lived."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("mobile number")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    address = models.CharField(max_length=254)  # lower case, or digits with the country code
    digest = models.CharField(max_length=64)  # keyed; the code itself is only in the letter
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["address", "-created_at"], name="entrance_latest")]


class ResidenceBatch(models.Model):
    """Codes that the city printed for the people of a district, to hand out or send by letter."""

    name = models.CharField(_("name"), max_length=80)
    district = models.ForeignKey("maps.District", models.PROTECT, null=True, blank=True)
    count = models.PositiveIntegerField(_("how many codes"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("sheet of residence codes")
        verbose_name_plural = _("sheets of residence codes")
        ordering = ["-created_at"]

    def __str__(self):
        return self.name


class ResidenceCode(models.Model):
    """One printed code. Only its keyed digest is kept; it works once."""

    batch = models.ForeignKey(ResidenceBatch, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    used_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)


class ResidenceRequest(models.Model):
    """Somebody asks the desk to confirm that they live here."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    person = models.ForeignKey(User, models.PROTECT, related_name="residence_requests")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    note = models.CharField(_("note"), max_length=300, blank=True)  # the officer's, to the person
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request to confirm residence")
        verbose_name_plural = _("requests to confirm residence")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="one_open_residence_request"
            ),
        ]


class Residence(AppendOnly):
    """Somebody was confirmed to live here, or that ended; the latest row counts."""

    person = models.ForeignKey(User, models.PROTECT, related_name="residences")
    method = models.SlugField()  # a step registered in accounts/residence.py: code, desk
    confirmed = models.BooleanField(default=True)
    district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)  # why it ended; the person reads it
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
