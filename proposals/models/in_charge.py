"""Who handles a proposal: the rules that say so, and each hand it went through."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from proposals.models.proposal import Proposal


class AssignmentRule(models.Model):
    """배정 규칙: which department (and person) gets what is proposed on a subject in a district.

    An empty category or district stands for all of them; the rule that says more wins, and of
    two that say as much the one with a district. Without a rule the category's department gets it.
    """

    category = models.ForeignKey(
        "city.Category", models.CASCADE, null=True, blank=True, verbose_name=_("category"),
        related_name="+",
    )  # fmt: skip
    district = models.ForeignKey(
        "maps.District", models.CASCADE, null=True, blank=True, verbose_name=_("district"),
        related_name="+",
    )  # fmt: skip
    department = models.ForeignKey(
        "city.Department", models.PROTECT, verbose_name=_("department"), related_name="+"
    )
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name=_("officer"),
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=fields, condition=condition or None, name=name,
                    violation_error_message=_("There is already a rule for this."),
                )
                for fields, condition, name in [
                    (["category", "district"], Q(), "one_assignment_rule_per_case"),
                    (["category"], Q(district=None), "one_assignment_rule_per_category"),
                    (["district"], Q(category=None), "one_assignment_rule_per_district"),
                ]
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(district__isnull=False),
                name="assignment_rule_says_for_what",
                violation_error_message=_("Choose a category or a district."),
            ),
        ]  # fmt: skip


class DistrictThreshold(models.Model):
    """How much support a proposal of a small or large district needs, and for how long."""

    district = models.OneToOneField(
        "maps.District", models.CASCADE, verbose_name=_("district"), related_name="+"
    )
    support_threshold = models.PositiveIntegerField(_("support needed"), null=True, blank=True)
    support_days = models.PositiveIntegerField(_("support period in days"), null=True, blank=True)

    class Meta:
        verbose_name = _("threshold of a district")
        verbose_name_plural = _("thresholds of districts")


class Assignment(AppendOnly):
    """One hand-over of a proposal: to which department and person, by whom, with which note."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="assignments")
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(  # nobody: a rule did it
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["at", "pk"]
