"""A photo that is safe to show: re-encoded, without metadata, with words for those who cannot see it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def photo_path(photo, filename):
    return f"photos/{uuid.uuid4().hex}.jpg"


class Photo(models.Model):
    """One safe picture; the upload it came from was never kept."""

    file = models.FileField(upload_to=photo_path)
    thumbnail = models.FileField(upload_to=photo_path)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(_("what the photo shows"), max_length=300, blank=True)
    covered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    @property
    def alt_or_honest_gap(self) -> str:
        """Never the file name: a reader is told that nobody described the photo."""
        return self.alt or str(_("A photo without a description"))
