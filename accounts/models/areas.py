"""관심 동네: the parts of the city a person wants to hear about. Nobody else ever sees them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class SavedArea(models.Model):
    """A district, or a circle around a spot or a named place.

    A circle's middle is the middle of a square of the city's home grid: it may be a home.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="areas")
    district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    place = models.ForeignKey(
        "maps.Place", models.SET_NULL, null=True, blank=True, verbose_name=_("place")
    )
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    radius = models.PositiveSmallIntegerField(_("radius in metres"), null=True, blank=True)
    # The box around the circle, so that an index finds it.
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved area")
        verbose_name_plural = _("saved areas")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "district"],
                condition=Q(district__isnull=False),
                name="one_saved_area_per_district",
            ),
            models.CheckConstraint(
                condition=Q(district__isnull=False, radius__isnull=True)
                | Q(district__isnull=True, radius__gte=300, radius__lte=3000),
                name="saved_area_is_district_or_circle",
            ),
        ]
        indexes = [
            models.Index(
                fields=["south", "west", "north", "east"],
                condition=Q(radius__isnull=False),
                name="saved_circle",
            ),
        ]
