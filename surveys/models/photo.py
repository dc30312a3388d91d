"""Photos that came with answers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.asked import Wave
from surveys.models.questionnaire import Panelist, Question


class AnswerPhoto(models.Model):
    """A photo that somebody sent in for a question; only they can give it as their answer."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="answer_photos")
    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="answer_photos")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answer_photos")
    photo = models.OneToOneField("photos.Photo", models.CASCADE, related_name="of_answer")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo in an answer")
        verbose_name_plural = _("photos in answers")
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "panelist", "question"], name="one_photo_per_answer"
            ),
        ]
