"""Where, with whose money and partners, what is measured, and each public change of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from city.history import AppendOnly
from city.words import WordsField
from maps.placed import Placed, PlacedQuerySet
from pilots.models.pilot import Pilot


class SiteQuerySet(PlacedQuerySet):
    pass


class Site(Placed):
    """Where the pilot happens: a point, a line or an area; or where it is compared with."""

    class Arm(models.TextChoices):
        TEST = "test", _("test site")
        COMPARISON = "comparison", _("comparison site")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="sites")
    name = WordsField(_("name"))
    arm = models.CharField(_("role"), max_length=10, choices=Arm.choices, default=Arm.TEST)
    alternative = models.ForeignKey(
        "Alternative", models.SET_NULL, null=True, blank=True, related_name="sites",
        verbose_name=_("alternative tested here"),
    )  # fmt: skip
    shape = models.JSONField(_("line or area"), null=True, blank=True)  # GeoJSON geometry
    key = models.CharField(_("name in files"), max_length=60, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["pk"]
        constraints = [*Placed.Meta.constraints]

    def __str__(self):
        return str(self.name)


class SharedBudget(models.Model):
    """공동 예산: money that several pilots spend together, so that no sum counts it twice."""

    name = WordsField(_("name"))
    pilots = models.ManyToManyField(Pilot, related_name="shared_budgets", verbose_name=_("pilots"))

    class Meta:
        verbose_name = _("shared budget")
        verbose_name_plural = _("shared budgets")
        ordering = ["pk"]

    def __str__(self):
        return str(self.name)


class BudgetLine(models.Model):
    """One line of the budget: whose money, for which year, planned and spent (in won)."""

    class Source(models.TextChoices):
        NATIONAL = "national", pgettext_lazy("budget", "national")
        PROVINCE = "province", pgettext_lazy("budget", "province")
        CITY = "city", pgettext_lazy("budget", "city")
        PRIVATE = "private", pgettext_lazy("budget", "private")

    pilot = models.ForeignKey(
        Pilot, models.CASCADE, null=True, blank=True, related_name="budget_lines"
    )
    shared = models.ForeignKey(
        SharedBudget, models.CASCADE, null=True, blank=True, related_name="lines"
    )
    label = WordsField(_("item"))
    source = models.CharField(
        _("source"), max_length=8, choices=Source.choices, default=Source.CITY
    )
    year = models.PositiveSmallIntegerField(_("year"))
    planned = models.PositiveBigIntegerField(_("planned"))
    spent = models.PositiveBigIntegerField(_("spent"), default=0)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pilot__isnull=True) ^ Q(shared__isnull=True),
                name="budget_line_of_a_pilot_or_shared",
                violation_error_message=_(
                    "A budget line belongs to one pilot or to a shared budget."
                ),
            ),
        ]


class Partner(models.Model):
    """Who runs the pilot together with the city."""

    class Kind(models.TextChoices):
        RESIDENTS = "residents", _("residents' group")
        UNIVERSITY = "university", _("university")
        COMPANY = "company", _("company")
        EXPERT = "expert", _("expert")
        PUBLIC = "public", _("public body")

    class Duty(models.TextChoices):
        """What the partner may do in this pilot (pilots/plan/duties.py)."""

        NONE = "", _("named only")
        CO_INVESTIGATOR = "lead", _("co-investigator")
        ANALYST = "analyst", _("analyst")
        FIELD_STAFF = "field", _("field staff")

    # Their name goes when they ask for it (pilots/privacy.py), so it stands in nothing kept for good.
    KNOWN_BY_THEIR_OWN_NAME = (Kind.EXPERT, Kind.RESIDENTS)

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="partners")
    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    role = WordsField(_("role"), blank=True)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="partner_of"
    )
    duty = models.CharField(_("duty"), max_length=8, choices=Duty.choices, blank=True, default="")
    until = models.DateField(_("until"), null=True, blank=True)  # the last day of the duty
    # The recorded agreement on personal data, without which nothing is handed out.
    agreement = models.CharField(_("agreement on data"), max_length=120, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["pk"]


class Measure(models.Model):
    """지표: what is measured, fixed before the baseline opens."""

    class Direction(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")

    class Source(models.TextChoices):
        OBSERVATIONS = "observations", _("imported observations")
        SURVEY = "survey", _("survey question")
        DIARY = "diary", _("diary rating")
        COUNT = "count", _("counted by hand")

    class Statistic(models.TextChoices):
        MEAN = "mean", _("average")
        SHARE = "share", _("share of people")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="measures")
    code = models.SlugField(_("name in files"), max_length=40)
    name = WordsField(_("name"))
    unit = WordsField(_("unit"), blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices)
    definition = WordsField(_("definition"), long=True)
    denominator = WordsField(_("what one value counts"), blank=True)
    method = WordsField(_("method"), long=True, blank=True)
    source = models.CharField(
        _("source"), max_length=12, choices=Source.choices, default=Source.OBSERVATIONS
    )
    question = models.ForeignKey(
        "surveys.Question", models.PROTECT, null=True, blank=True, related_name="measures"
    )
    statistic = models.CharField(
        _("compared as"), max_length=5, choices=Statistic.choices, default=Statistic.MEAN
    )
    # For a share: the answers (option codes, levels, ratings) that count.
    counted = models.JSONField(_("answers that count"), default=list, blank=True)
    target = models.FloatField(_("target"), null=True, blank=True)
    smallest_effect = models.FloatField(_("smallest change worth having"), null=True, blank=True)
    # What is known beforehand; the number of people or sites needed follows (pilots/power.py).
    expected_level = models.FloatField(_("value expected before"), null=True, blank=True)
    expected_spread = models.FloatField(_("expected standard deviation"), null=True, blank=True)
    is_primary = models.BooleanField(_("primary measure"), default=False)
    is_exploratory = models.BooleanField(_("not planned beforehand"), default=False)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "code"], name="one_measure_per_code"),
            models.UniqueConstraint(
                fields=["pilot"], condition=Q(is_primary=True), name="one_primary_measure"
            ),
            models.CheckConstraint(
                condition=~Q(source="survey") | Q(question__isnull=False),
                name="survey_measures_name_their_question",
                violation_error_message=_("Choose the question that this measure reads."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class Amendment(AppendOnly):
    """변경 공고: a change to the protocol after the baseline opened, with a public reason."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="amendments")
    what = models.CharField(_("what changed"), max_length=60)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(_("reason"), max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
        ]


class Forecast(models.Model):
    """예상: what somebody expects of a measure, said before the baseline."""

    class Group(models.TextChoices):
        RESIDENT = "resident", _("residents")
        OFFICER = "officer", _("officers")
        EXPERT = "expert", _("experts")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="forecasts")
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="forecasts"
    )
    group = models.CharField(_("group"), max_length=8, choices=Group.choices)
    change = models.FloatField(_("expected change"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            models.UniqueConstraint(fields=["measure", "person"], name="one_forecast_per_person"),
        ]
