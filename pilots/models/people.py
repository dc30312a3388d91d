"""One person’s place in a pilot, and their diary, under a code."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from pilots.models.pilot import Pilot
from pilots.workflow import Status


class Leaving(models.TextChoices):
    """Why people leave a pilot; the figures count these, never the words."""

    TIME = "time", _("no time for it")
    HEALTH = "health", _("health or family")
    MOVED = "moved", _("moved away")
    BURDEN = "burden", _("too much to write or measure")
    PRIVACY = "privacy", _("worried about my data")
    NO_USE = "no_use", _("it is of no use to me")
    TROUBLE = "trouble", _("it did not work")
    OTHER = "other", _("another reason")


class Participation(Act):
    """One person's place in one pilot, under their panel code."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="participations")
    panelist = models.OneToOneField(
        "surveys.Panelist", models.PROTECT, related_name="participation"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.APPLIED
    )
    status_since = models.DateTimeField(default=timezone.now)
    motivation = models.CharField(_("why I want to take part"), max_length=500, blank=True)
    # Frozen for the draw and for tables; only with the applicant's consent.
    district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, related_name="+"
    )
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    answer_by = models.DateTimeField(_("agree by"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    alternative = models.ForeignKey(
        "Alternative", models.PROTECT, null=True, blank=True, related_name="participations",
        verbose_name=_("alternative"),
    )  # fmt: skip
    # Kind words that ask for a line in the diary, until somebody says that it is enough.
    diary_prompts = models.BooleanField(_("asked for diary entries"), default=True)
    diary_asked_at = models.DateTimeField(null=True, blank=True)
    withdrawal_kind = models.CharField(
        _("reason"), max_length=12, choices=Leaving.choices, blank=True, default=""
    )
    erased_at = models.DateTimeField(_("data removed"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["pilot", "status"], name="participation_by_status"),
            models.Index(
                fields=["answer_by"], condition=Q(status="selected"), name="participation_to_answer"
            ),
        ]

    @property
    def last_day(self):
        """`answer_by` is the midnight that ends it."""
        return self.answer_by and timezone.localdate(self.answer_by) - timedelta(days=1)

    @property
    def as_query(self) -> str:
        """What an address needs behind it where the place is not the account's own."""
        return "" if self.panelist.person_id else f"?for={self.panelist.code}"


class Diary(Act):
    """이용 일지: a participant's short repeated entry."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="diaries")
    panelist = models.ForeignKey("surveys.Panelist", models.PROTECT, related_name="diaries")
    text = models.TextField(_("how was it today?"), max_length=1000, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    photo = models.OneToOneField(
        "photos.Photo", models.SET_NULL, null=True, blank=True, related_name="of_diary"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("diary")
        verbose_name_plural = _("diaries")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                name="diary_rating_from_1_to_5",
            ),
        ]
