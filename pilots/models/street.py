"""길에서 답하기: whoever merely passes by answers two questions from a poster, and is counted apart."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from city.words import WordsField
from pilots.models.pilot import Pilot
from pilots.models.protocol import Site


class StreetAsking(models.Model):
    """The two questions on a pilot's posters and, once the test has ended, what was answered."""

    pilot = models.OneToOneField(Pilot, models.CASCADE, related_name="street")
    rating_question = WordsField(_("question with a number from 1 to 5"))
    lowest = WordsField(_("what 1 means"))
    highest = WordsField(_("what 5 means"))
    text_question = WordsField(_("question answered in a few words"))
    is_on = models.BooleanField(_("answers are taken"), default=True)
    # What the public may read, fixed when the test ended (pilots/street/count.py).
    counted = models.JSONField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("questions from the street")
        verbose_name_plural = _("questions from the street")


class StreetPoster(models.Model):
    """One site's poster, and the short address to which its QR code leads."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="poster")
    code = models.CharField(_("address"), max_length=8, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        ordering = ["site"]

    def get_absolute_url(self) -> str:
        return reverse("street:answer", args=[self.code])


class StreetAnswer(Act):
    """Somebody passed by and answered: nobody knows who, and no participant is meant."""

    poster = models.ForeignKey(StreetPoster, models.PROTECT, related_name="answers")
    rating = models.PositiveSmallIntegerField(_("rating"))
    text = models.TextField(_("in a few words"), blank=True, validators=[MaxLengthValidator(300)])
    lang = models.CharField(max_length=2, default="ko")
    # The words wait for an officer, who shows them or erases them.
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    read_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("answer from the street")
        verbose_name_plural = _("answers from the street")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["poster", "created_at"], name="street_answer_by_poster")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__range=(1, 5)), name="street_rating_from_1_to_5"
            ),
        ]
