"""What was promised, how it went on, and whether residents say that it is better."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acts import Act
from city.history import AppendOnly
from city.words import WordsField
from proposals.models.proposal import Proposal


class CommitmentQuerySet(models.QuerySet):
    def public(self):
        """What anybody may see."""
        return self.filter(proposal__hidden_at__isnull=True)

    def open(self):
        return self.filter(state__in=[Commitment.State.PROMISED, Commitment.State.LATE])

    def overdue(self, at: datetime | None = None):
        """Their month is over, and they are neither done nor dropped."""
        return self.open().filter(due_month__lt=month_of(at or timezone.now()))


def month_of(at: datetime) -> date:
    """The first day of its month, as due months are kept."""
    return timezone.localtime(at).date().replace(day=1)


class Commitment(models.Model):
    """약속: what was promised, by which department, from which budget line, by which month."""

    class State(models.TextChoices):
        PROMISED = "promised", pgettext_lazy("commitment", "promised")
        LATE = "late", pgettext_lazy("commitment", "late")
        DONE = "done", pgettext_lazy("commitment", "done")
        DROPPED = "dropped", pgettext_lazy("commitment", "dropped")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="commitments")
    what = WordsField(_("what"))
    where = WordsField(_("where"), blank=True)
    department = models.ForeignKey("city.Department", models.PROTECT, related_name="commitments")
    budget_line = WordsField(_("budget line"), blank=True)
    amount = models.PositiveBigIntegerField(_("amount (won)"), null=True, blank=True)
    # How far it is where it is done at several places: 3 of 7 crossings.
    sites_planned = models.PositiveIntegerField(_("places planned"), null=True, blank=True)
    sites_done = models.PositiveIntegerField(_("places done"), default=0)
    due_month = models.DateField(_("due month"))  # the month's first day
    first_due_month = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROMISED)
    done_at = models.DateTimeField(null=True, blank=True)
    done_figure = WordsField(_("what was done, in figures"), blank=True)
    done_photo = models.ForeignKey(
        "photos.Photo", models.PROTECT, null=True, blank=True, related_name="+"
    )
    promised_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)  # who is in charge of it

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_month", "pk"]
        indexes = [
            models.Index(fields=["state", "due_month"], name="commitment_due"),
            models.Index(fields=["due_month", "id"], name="commitment_by_month"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_photo__isnull=False) | ~Q(done_figure={}),
                name="done_shows_a_photo_or_a_figure",
                violation_error_message=_("Show a photo or a figure of what was done."),
            ),
            models.CheckConstraint(
                condition=Q(sites_planned__isnull=True, sites_done=0)
                | Q(sites_done__lte=F("sites_planned")),
                name="not_more_sites_done_than_planned",
                violation_error_message=_("More places are done than were planned."),
            ),
        ]

    def __str__(self):
        return str(self.what)

    def get_absolute_url(self):
        return f"{self.proposal.get_absolute_url()}#commitment-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PROMISED, self.State.LATE)

    @property
    def is_overdue(self) -> bool:
        """Its month is over, and it is neither done nor dropped."""
        return self.is_open and self.due_month < timezone.localdate().replace(day=1)

    @property
    def all_sites_done(self) -> bool:
        return bool(self.sites_planned) and self.sites_done == self.sites_planned


class CommitmentChange(AppendOnly):
    """A commitment was made, slipped, was kept or was dropped, with the public reason."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="changes")
    state = models.CharField(max_length=8, choices=Commitment.State.choices)
    due_month = models.DateField()
    sites_done = models.PositiveIntegerField(null=True, blank=True)
    photo = models.ForeignKey(
        "photos.Photo", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(  # nobody: the residents' own answers reopened it
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="commitment_change_has_a_reason"),
        ]


class Confirmation(Act):
    """주민 확인: is it really better? Asked of those who raised or backed it."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, it is better")
        NO = "no", _("No, it is not better")
        UNSURE = "unsure", _("I cannot tell")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="confirmations")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)  # months after it was done: 0, 6, 12
    answer = models.CharField(
        _("answer"), max_length=6, choices=Answer.choices, null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    photo = models.ForeignKey(  # from the same spot
        "photos.Photo", models.SET_NULL, null=True, blank=True, related_name="of_confirmation"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)  # note and photo; the answer counts

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "person", "round"], name="asked_once_per_round"
            ),
        ]
