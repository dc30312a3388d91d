"""What a proposal read before, and what its author added once others backed it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from proposals.models.proposal import Proposal


class Revision(AppendOnly):
    """An earlier wording, or an addition. Both are public: nobody backs words that were others."""

    class Kind(models.TextChoices):
        EARLIER = "earlier", _("earlier wording")
        ADDED = "added", _("added by the author")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of a proposal")
        verbose_name_plural = _("versions of proposals")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="revision_has_words",
                violation_error_message=_("Write what you would like to add."),
            ),
        ]  # fmt: skip
