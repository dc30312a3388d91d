"""The city's own rows: what it is called, who answers, what residents may write about."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField


class CityQuerySet(models.QuerySet):
    def current(self) -> "City":
        """The one city of this installation, or an unsaved empty one before `start_city`."""
        return self.first() or City()  # type: ignore[return-value]


class City(models.Model):
    """The one city or district this installation serves, with its thresholds and clocks."""

    name = WordsField(_("name"))
    people_word = WordsField(_("what its people are called"))  # 시민, 구민, 군민
    operator = WordsField(_("operator"), blank=True)
    address = WordsField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_hours = WordsField(_("phone hours"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    privacy_officer = WordsField(_("privacy officer"), blank=True)
    organisation_code = models.CharField(_("organisation code"), max_length=7, blank=True)

    lon = models.FloatField(_("longitude of the centre"), default=127.0)
    lat = models.FloatField(_("latitude of the centre"), default=37.5)
    west = models.FloatField(default=124.0)
    south = models.FloatField(default=33.0)
    east = models.FloatField(default=132.0)
    north = models.FloatField(default=39.5)

    support_threshold = models.PositiveIntegerField(_("support needed"), default=30)
    support_days = models.PositiveIntegerField(_("support period in days"), default=30)
    first_look_days = models.PositiveIntegerField(_("first look within working days"), default=3)
    answer_days = models.PositiveIntegerField(_("answer within working days"), default=14)
    short_answer_days = models.PositiveIntegerField(
        _("short answer within working days"), default=10
    )
    needs_info_days = models.PositiveIntegerField(_("days to answer a question"), default=30)
    unmerge_days = models.PositiveIntegerField(_("days to undo a merge"), default=30)
    smallest_group = models.PositiveIntegerField(
        _("smallest group shown"), default=5, validators=[MinValueValidator(2)]
    )
    reopen_share = models.PositiveIntegerField(
        _("share of 'not better' answers that reopens, in percent"),
        default=50,
        validators=[MaxValueValidator(100)],
    )
    reopen_from = models.PositiveIntegerField(_("answers needed before reopening"), default=5)
    home_grid_metres = models.PositiveIntegerField(_("grid for places near a home"), default=200)
    # Nobody is woken by a text message.
    quiet_from = models.PositiveSmallIntegerField(
        _("no text messages from (hour)"), default=21, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("no text messages until (hour)"), default=8, validators=[MaxValueValidator(23)]
    )
    # In the months before it, publishing asks for its legal basis (city/election.py).
    election_on = models.DateField(_("day of the next election"), null=True, blank=True)
    # On which law what the city achieved is told in these months to people who did not ask for it.
    election_basis = models.CharField(
        _("legal basis of telling results before the election"), max_length=200, blank=True
    )
    uses_sign_off = models.BooleanField(_("decisions need sign-off"), default=False)

    is_demo = models.BooleanField(_("demonstration"), default=False)
    is_government = models.BooleanField(_("official government site"), default=False)

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("city")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="only_one_city"),
        ]

    def __str__(self):
        return str(self.name)

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north


class Department(models.Model):
    """A department of the city that answers."""

    code = models.SlugField(_("code"), unique=True)
    name = WordsField(_("name"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_open = models.BooleanField(_("in office"), default=True)  # off after a reorganisation

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["code"]

    def __str__(self):
        return str(self.name)


class CategoryQuerySet(models.QuerySet):
    def open(self):
        return self.filter(is_open=True)


class Category(models.Model):
    """What a proposal is about; its department gets it first."""

    slug = models.SlugField(_("short name"), unique=True)
    name = WordsField(_("name"))
    icon = models.CharField(_("icon"), max_length=30, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    is_open = models.BooleanField(_("open for new proposals"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "slug"]

    def __str__(self):
        return str(self.name)


class DayOff(models.Model):
    """A day on which this city's clocks do not run, beside the national holidays."""

    date = models.DateField(_("date"), unique=True)
    name = WordsField(_("name"))

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["date"]


class Delegation(models.Model):
    """전결: which decisions need which role's approval before they are published.

    A missing row means that the officer decides alone. `outcome` is empty for decisions that do
    not close a proposal. A row counts from an amount promised and from a number of supporters on;
    of several rows that count, the highest role approves.
    """

    status = models.CharField(_("status"), max_length=20)
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)
    from_amount = models.PositiveBigIntegerField(_("from this amount (won)"), default=0)
    from_support = models.PositiveIntegerField(_("from this many supporters"), default=0)
    approver = models.CharField(_("approver's role"), max_length=20, default="manager")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.UniqueConstraint(
                fields=["status", "outcome", "from_amount", "from_support"],
                name="one_delegation_per_decision_and_size",
            ),
        ]


class KeptCounts(AppendOnly):
    """How many people a page told, at one time, so that the next can be compared with it.

    A small difference would tell who came or went (city/keep_counts.py). Only what was told is kept.
    """

    thread = models.CharField(max_length=80)  # "confirmed:12:0:1764000000"
    parts = models.JSONField(default=list)  # [[["no", "unsure"], 12], …]
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["thread", "at"], name="kept_by_thread")]
