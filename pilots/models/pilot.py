"""An experiment with a question, its stages, and the proposals it takes up."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from pilots.workflow import Stage


class PilotQuerySet(models.QuerySet):
    def public(self):
        """What anybody may see: everything that left preparation or was announced before."""
        return self.exclude(stage=Stage.DRAFT, announced_at__isnull=True)

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

    class Ethics(models.TextChoices):
        UNSETTLED = "", _("not settled yet")
        NOT_NEEDED = "not_needed", _("not needed: no research on people")
        EXEMPT = "exempt", _("exempt from review")
        APPROVED = "approved", _("approved by a review board")

    class ThanksKind(models.TextChoices):
        NONE = "", _("none")
        MONEY = "money", _("allowance")
        HOURS = "hours", _("volunteer hours")

    class Rhythm(models.TextChoices):
        """How often participants are asked for a line in their diary."""

        NONE = "", _("when they like")
        DAILY = "daily", _("every day")
        TWICE_A_WEEK = "twice", _("twice a week")
        WEEKLY = "weekly", _("once a week")

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
    # The plan may be read, and forecasts made, before anything starts.
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    task = models.ForeignKey(
        "ProgrammeTask", models.SET_NULL, null=True, blank=True, related_name="pilots",
        verbose_name=_("task of a programme"),
    )  # fmt: skip
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
    followed_until = models.DateField(null=True, blank=True)

    takes_participants = models.BooleanField(_("with participants"), default=True)
    apply_until = models.DateField(_("applications until"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("places for participants"), null=True, blank=True)
    consent_days = models.PositiveSmallIntegerField(_("days to agree after selection"), default=7)
    # Said before it is known (the lottery numbers of a day to come), so that nobody can choose it.
    seed_source = models.CharField(_("where the seed will come from"), max_length=200, blank=True)
    seed_announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    children_may_join = models.BooleanField(_("children under 14 may take part"), default=False)
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

    diary_rhythm = models.CharField(
        _("diary"), max_length=6, choices=Rhythm.choices, blank=True, default=""
    )

    ethics = models.CharField(
        _("ethics review"), max_length=10, choices=Ethics.choices, blank=True, default=""
    )
    ethics_board = models.CharField(_("review board"), max_length=120, blank=True)
    ethics_number = models.CharField(_("review number"), max_length=60, blank=True)
    ethics_reason = WordsField(_("why no review is needed"), long=True, blank=True)

    # Thanks are part of the protocol and never hang on what somebody answers.
    thanks_kind = models.CharField(
        _("thanks"), max_length=5, choices=ThanksKind.choices, blank=True, default=""
    )
    thanks_amount = models.PositiveIntegerField(_("won or hours each"), null=True, blank=True)
    thanks_rule = WordsField(_("who is thanked, and for what"), long=True, blank=True)

    needs_permit = models.BooleanField(_("needs a sandbox permit"), default=False)

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
    def is_published(self) -> bool:
        """The one row's answer to what `public()` asks of all."""
        return self.stage != Stage.DRAFT or self.announced_at is not None

    @property
    def places_draw(self):
        """The draw of the places, once there is one."""
        return self.draws.filter(of="places").first()

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
