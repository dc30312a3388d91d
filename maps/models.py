"""Places: official districts with their versions, landmarks, and what the map has to catch up on."""

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.words import WordsField


class DistrictQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def current(self):
        return self.filter(valid_to__isnull=True)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all of them together."""
        sides = self.aggregate(Min("west"), Min("south"), Max("east"), Max("north"))
        return tuple(sides.values()) if None not in sides.values() else None

    def version(self) -> str:
        """Changes whenever a district comes, goes, ends or gets another outline."""
        total, ended, last, changed = self.aggregate(
            Count("pk"), Count("valid_to"), Max("pk"), Max("changed_at")
        ).values()  # fmt: skip
        moment = int(changed.timestamp() * 1_000_000) if changed else 0
        return f"{total:x}-{ended:x}-{last or 0:x}-{moment:x}"

    def without_outline(self):
        """For lists: the outline is large and lists do not draw it."""
        return self.defer("outline")


class District(models.Model):
    """읍면동: an official area in one version of its boundary."""

    code = models.CharField(_("code"), max_length=10)  # 10-digit 행정기관코드 where known, as text
    kostat_code = models.CharField(_("KOSTAT code"), max_length=10, blank=True, db_index=True)
    name = WordsField(_("name"))
    outline = models.JSONField(_("outline"))  # GeoJSON Polygon or MultiPolygon, WGS84
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    label_lon = models.FloatField()
    label_lat = models.FloatField()
    area_m2 = models.FloatField(default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="one_district_per_code_and_date"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_from__isnull=True),
                name="one_first_district_per_code",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.name)

    def save(self, *args, **kwargs):
        self.changed_at = timezone.now()  # tells every process to read the outlines anew
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "changed_at"}
        super().save(*args, **kwargs)


class Succession(models.Model):
    """신장동 → 신장1동, 신장2동: which districts took over from which."""

    before = models.ForeignKey(District, models.CASCADE, related_name="successors")
    after = models.ForeignKey(District, models.CASCADE, related_name="predecessors")

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="one_succession_per_pair"),
        ]


class Population(models.Model):
    """How many people live in a district; an empty sex or age band means all of them."""

    district = models.ForeignKey(District, models.CASCADE, related_name="populations")
    as_of = models.DateField(_("as of"))
    sex = models.CharField(max_length=1, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    persons = models.PositiveIntegerField(_("persons"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "as_of", "sex", "age_band"], name="one_population_per_group"
            ),
        ]


class Place(models.Model):
    """A landmark to search for and to recognise on the map; rivers and railways are lines."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        STATION = "station", _("station")
        BRIDGE = "bridge", _("bridge")
        PARK = "park", _("park")
        OFFICE = "office", _("public office")
        MARKET = "market", _("market")
        HOSPITAL = "hospital", _("hospital")
        LIBRARY = "library", _("library")
        RIVER = "river", _("river")
        RAILWAY = "railway", _("railway")
        ROAD = "road", _("road")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = WordsField(_("name"))
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    line = models.JSONField(_("line"), null=True, blank=True)  # GeoJSON LineString
    road_address = models.CharField(_("road address"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["kind", "pk"]

    def __str__(self):
        return str(self.name)


class Change(models.Model):
    """A row of a layer that came, went or changed since the layer's snapshot.

    Written by triggers only (maps/watch.py), in the transaction of the change; taken away when a
    snapshot holds it.
    """

    layer = models.CharField(max_length=20)
    row = models.BigIntegerField()
    is_shown = models.BooleanField()  # False: only the order of lists changes, not the tiles
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["layer", "id"], name="change_of_layer")]


class Snapshot(models.Model):
    """Which file of a layer the map reads now; its number grows with every one that replaces it.

    Without a folder the layer is small enough to be counted in the database.
    """

    layer = models.CharField(max_length=20, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    folder = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField(default=timezone.now)
