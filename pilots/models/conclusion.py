"""What the pilot led to, with its evidence as it stood."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from pilots.models.pilot import Pilot
from pilots.workflow import Verdict


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
