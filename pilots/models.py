"""Experiments in the street: protocol, people, measures, what was seen, and what was concluded."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acts import Act
from city.history import AppendOnly
from city.words import WordsField
from maps.placed import Placed, PlacedQuerySet
from pilots.workflow import Stage, Status, Verdict


class PilotQuerySet(models.QuerySet):
    def public(self):
        """What anybody may see: everything that left preparation."""
        return self.exclude(stage=Stage.DRAFT)

    def for_lists(self):
        return self.select_related("department", "manager")

    def overdue(self, today):
        """Past their end date without a conclusion: shown as such in public."""
        return self.filter(ends_on__lt=today).exclude(
            stage__in=[Stage.DRAFT, Stage.CONCLUDED, Stage.STOPPED]
        )

    def joinable(self):
        return self.filter(stage=Stage.RECRUITING, takes_participants=True)


class Pilot(models.Model):
    """실증: an experiment with a question, measures fixed beforehand and a recorded decision."""

    class Origin(models.TextChoices):
        RESIDENTS = "residents", _("proposed by residents")
        CITY = "city", _("planned by the city")
        CONTEST = "contest", _("funding programme")
        PARTNER = "partner", _("proposed by a company or university")

    title = WordsField(_("title"))
    summary = WordsField(_("summary"), long=True, blank=True)
    question = WordsField(_("question"), long=True, blank=True)
    hypothesis = WordsField(_("hypothesis"), long=True, blank=True)
    what_changes = WordsField(_("what changes in the street"), long=True, blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.RESIDENTS
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    stage_since = models.DateTimeField(default=timezone.now)
    department = models.ForeignKey(
        "city.Department", models.PROTECT, related_name="pilots", verbose_name=_("department")
    )
    manager = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="pilots_managed", verbose_name=_("manager")
    )
    proposals = models.ManyToManyField(
        "proposals.Proposal", through="TakenUp", related_name="pilots"
    )
    solutions = models.ManyToManyField(
        "proposals.Solution", blank=True, related_name="pilots", verbose_name=_("solutions tested")
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )

    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    baseline_from = models.DateField(null=True, blank=True)
    running_from = models.DateField(null=True, blank=True)
    running_until = models.DateField(null=True, blank=True)

    takes_participants = models.BooleanField(_("with participants"), default=True)
    apply_until = models.DateField(_("applications until"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("places for participants"), null=True, blank=True)
    draw_seed = models.CharField(_("seed of the draw"), max_length=64, blank=True)
    draw_record = models.JSONField(_("record of the draw"), default=dict, blank=True)
    consent_text = models.ForeignKey(
        "accounts.ConsentText", models.PROTECT, null=True, blank=True, related_name="+"
    )
    survey = models.OneToOneField(
        "surveys.Survey", models.PROTECT, null=True, blank=True, related_name="pilot"
    )
    panel = models.OneToOneField(
        "surveys.Panel", models.PROTECT, null=True, blank=True, related_name="pilot"
    )

    has_budget = models.BooleanField(_("has a budget"), default=True)  # False: 비예산
    risk_sheet = WordsField(_("risks and how they are met"), long=True, blank=True)
    privacy_sheet = WordsField(_("personal data and how it is protected"), long=True, blank=True)
    stop_rule = WordsField(_("stop rule"), long=True, blank=True)

    needs_permit = models.BooleanField(_("needs a sandbox permit"), default=False)
    permit_kind = models.CharField(_("permit"), max_length=40, blank=True)
    permit_authority = models.CharField(_("authority"), max_length=80, blank=True)
    permit_scope = models.CharField(_("scope and conditions"), max_length=400, blank=True)
    permit_insurance = models.CharField(_("liability insurance"), max_length=200, blank=True)
    permit_expires_on = models.DateField(_("permit expires"), null=True, blank=True)

    created_at = models.DateTimeField(default=timezone.now)

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["stage", "ends_on"], name="pilot_by_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="pilot_ends_after_it_starts",
                violation_error_message=_("A pilot cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("pilots:detail", args=[self.pk])

    @property
    def thread(self) -> str:
        return f"pilot:{self.pk}"

    def is_overdue(self, today=None) -> bool:
        today = today or timezone.localdate()
        ended = self.stage in (Stage.DRAFT, Stage.CONCLUDED, Stage.STOPPED)
        return bool(self.ends_on and self.ends_on < today and not ended)


class TakenUp(models.Model):
    """A pilot takes up a proposal."""

    pilot = models.ForeignKey(Pilot, models.PROTECT)
    proposal = models.ForeignKey("proposals.Proposal", models.PROTECT, related_name="taken_up")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pilot", "proposal"], name="taken_up_once"),
        ]


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


class BudgetLine(models.Model):
    """One line of the budget: whose money, for which year, planned and spent (in won)."""

    class Source(models.TextChoices):
        NATIONAL = "national", pgettext_lazy("budget", "national")
        PROVINCE = "province", pgettext_lazy("budget", "province")
        CITY = "city", pgettext_lazy("budget", "city")
        PRIVATE = "private", pgettext_lazy("budget", "private")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="budget_lines")
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


class Partner(models.Model):
    """Who runs the pilot together with the city."""

    class Kind(models.TextChoices):
        RESIDENTS = "residents", _("residents' group")
        UNIVERSITY = "university", _("university")
        COMPANY = "company", _("company")
        EXPERT = "expert", _("expert")
        PUBLIC = "public", _("public body")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="partners")
    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    role = WordsField(_("role"), blank=True)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="partner_of"
    )

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
    target = models.FloatField(_("target"), null=True, blank=True)
    smallest_effect = models.FloatField(_("smallest change worth having"), null=True, blank=True)
    is_primary = models.BooleanField(_("primary measure"), default=False)
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


class StageChange(AppendOnly):
    """The pilot moved on, with the public reason."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=10, choices=Stage.choices)
    after = models.CharField(max_length=10, choices=Stage.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="stage_change_has_a_reason"),
        ]


class ObservationImport(models.Model):
    """One file of observations: what it held, and each row that was refused and why."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)  # what each column meant (pilots/columns.py)
    rows = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)  # values
    gaps = models.PositiveIntegerField(default=0)  # missing readings stay missing, never 0
    skipped = models.PositiveIntegerField(default=0)  # rows of places outside the pilot
    refused = models.JSONField(default=list)  # [{"row": 7, "reason": "…"}]
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("import of observations")
        verbose_name_plural = _("imports of observations")
        ordering = ["-at", "-pk"]


class WaitingFile(models.Model):
    """A file that waits for an officer to say what its columns mean; erased after a week."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="waiting_files")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Observation(models.Model):
    """측정값: one dated value of one measure."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    at = models.DateTimeField(_("at"))
    value = models.FloatField(_("value"))
    imported = models.ForeignKey(
        ObservationImport, models.CASCADE, null=True, blank=True, related_name="observations"
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "site", "at"], name="one_value_per_time"),
            models.UniqueConstraint(
                fields=["measure", "at"], condition=Q(site__isnull=True),
                name="one_value_per_time_without_site",
            ),
        ]  # fmt: skip


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


class Conclusion(AppendOnly):
    """실증 결과: the decision, its reasons, and the evidence as it stood."""

    pilot = models.OneToOneField(Pilot, models.PROTECT, related_name="conclusion")
    verdict = models.CharField(_("result"), max_length=8, choices=Verdict.choices)
    reasons = WordsField(_("reasons"), long=True)
    learned = WordsField(_("what was learned"), long=True, blank=True)
    evidence = models.JSONField(_("evidence"))  # see pilots/compare.py
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence={}) & ~Q(reasons={}), name="conclusion_has_evidence",
                violation_error_message=_("A conclusion needs reasons and evidence."),
            ),
        ]  # fmt: skip
