"""One move of a proposal with its public reason."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from proposals.models.proposal import Proposal
from proposals.workflow import Mover, Outcome, Status


class Decision(AppendOnly):
    """처리 과정: one move of a proposal with its public reason."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="decisions")
    before_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    before_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True, default="")
    in_part = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), max_length=4000)
    mover = models.CharField(max_length=8, choices=Mover.choices, default=Mover.OFFICER)
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Where a referral went: body, receipt number and link.
    referred_to = models.CharField(_("body"), max_length=120, blank=True)
    receipt = models.CharField(_("receipt number"), max_length=60, blank=True)
    link = models.URLField(_("link"), blank=True)
    sign_off = models.ForeignKey(
        "accounts.SignOff", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="decision_at")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="decision_has_a_reason",
                violation_error_message=_("Tell residents why."),
            ),
            models.CheckConstraint(
                condition=Q(mover__in=["clock", "pilot"]) | Q(decided_by__isnull=False),
                name="decision_has_a_decider",
            ),
        ]  # fmt: skip

    @property
    def state_label(self) -> str:
        return self.get_outcome_display() if self.outcome else self.get_status_display()

    @property
    def state_code(self) -> str:
        return self.outcome or self.status
