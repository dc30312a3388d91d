"""One person’s place in a pilot, and their diary, under a code."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from pilots.models.pilot import Pilot
from pilots.workflow import Status


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
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["pilot", "status"], name="participation_by_status")]


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
