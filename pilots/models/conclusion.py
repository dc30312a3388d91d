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
    # SHA-256 of the evidence as canonical JSON (pilots/conclude.py); empty before there was one.
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    # What the public reads of who decided: department and role of that day, never a name.
    office = models.JSONField(_("office"), default=dict, blank=True)
    sign_off = models.ForeignKey(
        "accounts.SignOff", models.PROTECT, null=True, blank=True, related_name="+"
    )
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


class ReCheck(models.Model):
    """재점검: six and twelve months later somebody looks again, and says in public what is left."""

    class Finding(models.TextChoices):
        HOLDS = "holds", _("the effect holds")
        WEAKER = "weaker", _("the effect is weaker")
        GONE = "gone", _("the effect is gone")
        UNKNOWN = "unknown", _("cannot be said")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="rechecks")
    months = models.PositiveSmallIntegerField(_("months after the result"))
    due_on = models.DateField(_("due"))
    finding = models.CharField(
        _("what was found"), max_length=8, choices=Finding.choices, blank=True, default=""
    )
    words = WordsField(_("in words"), long=True, blank=True)
    # Values of the measures measured again: {"wait": 18.2}
    values = models.JSONField(_("values"), default=dict, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    nagged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "months"], name="one_recheck_per_month"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(finding=""),
                name="recheck_done_with_a_finding",
                violation_error_message=_("Say what was found."),
            ),
        ]
        indexes = [models.Index(fields=["done_at", "due_on"], name="recheck_by_due")]


class TakenOver(AppendOnly):
    """실증 이어받기: the checked file of another city's pilot from which this one was drafted, or
    whose results are pooled with ours."""

    pilot = models.ForeignKey(
        Pilot, models.SET_NULL, null=True, blank=True, related_name="taken_over"
    )
    from_city = models.CharField(_("city"), max_length=80)
    title = WordsField(_("title"))
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    content = models.JSONField(_("content"))  # see pilots/handing/file.py
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pilot taken over")
        verbose_name_plural = _("pilots taken over")
        ordering = ["-at", "-pk"]
