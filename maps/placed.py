"""Anything with a place: the one door through which a point gets its cell and its district."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PlacedQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        """Imports go through the same door as forms."""
        from maps.locate import place_many  # numpy and shapely, only where points are placed

        objs = list(objs)
        place_many(objs)
        return super().bulk_create(objs, *args, **kwargs)


class Placed(models.Model):
    """A row on the map, or only in a district.

    lon and lat are WGS84 with 7 decimals; `cell` is their Morton key (see maps/cells.py). Either
    all three are there or none: a row known only by its district counts there and has no pin.
    """

    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True, editable=False)
    district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    place_note = models.CharField(_("where exactly"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, cell__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, cell__isnull=False),
                name="%(app_label)s_%(class)s_place_is_whole",
            ),
        ]

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if fields is None or {"lon", "lat"} & set(fields):
            from maps.locate import place_many  # numpy and shapely, only where points are placed

            place_many([self])
            if fields is not None:
                kwargs["update_fields"] = {*fields, "lon", "lat", "cell", "district"}
        super().save(*args, **kwargs)
