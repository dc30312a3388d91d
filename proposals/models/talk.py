"""Solutions, comments and the city’s replies."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from city.history import AppendOnly
from proposals.models.proposal import Proposal


class Solution(Act):
    """해결 방안: an alternative offered for a proposal; a pilot names the ones it tests."""

    class Offeror(models.TextChoices):
        RESIDENT = "resident", _("resident")
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="solutions")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="solutions")
    offeror = models.CharField(
        _("offered by"), max_length=10, choices=Offeror.choices, default=Offeror.RESIDENT
    )
    interest = models.CharField(_("declared interest"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offeror="resident") | ~Q(interest=""),
                name="companies_declare_their_interest",
                violation_error_message=_("Say what interest your organisation has in this."),
            ),
        ]

    def __str__(self):
        return self.title


class SolutionSupport(Act):
    """One person backs one solution."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="supports")
    supporter = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "supporter"], name="one_support_per_solution"
            ),
        ]


class Comment(Act):
    """A comment, or a reply to one; replies have no replies."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="comments")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="comments")
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("comment"), max_length=1000)
    hidden_at = models.DateTimeField(null=True, blank=True)

    answers_to_it: list["Comment"]  # from comments_of()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["proposal", "created_at"], name="comment_thread")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="comment_has_words",
                violation_error_message=_("Write a comment first."),
            ),
        ]  # fmt: skip


class OfficialReply(AppendOnly):
    """공식 답변: the city's words in the discussion, with the department's name."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="official_replies")
    department = models.ForeignKey("city.Department", models.PROTECT, related_name="+")
    text = models.TextField(_("reply"), max_length=4000)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("official reply")
        verbose_name_plural = _("official replies")
        ordering = ["created_at", "pk"]
