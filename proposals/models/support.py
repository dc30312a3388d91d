"""Who backs a proposal, each change of it, and who wants to be told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from accounts.roles import Channel


class SupportVia(models.TextChoices):
    OWN = "own", _("own support")
    MERGE = "merge", _("brought by a merge")


class Support(Act):
    """One person backs one proposal. Rows are inserted and deleted, never updated."""

    proposal = models.ForeignKey("Proposal", models.CASCADE, related_name="supports")
    supporter = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="supports"
    )
    # Who signed on paper and has no account: a keyed hash that an officer's list gave.
    paper_key = models.CharField(max_length=64, null=True, blank=True)
    via = models.CharField(max_length=5, choices=SupportVia.choices, default=SupportVia.OWN)
    merged_from = models.ForeignKey(
        "Proposal", models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "supporter"], condition=Q(supporter__isnull=False),
                name="one_support_per_person",
                violation_error_message=_("You already back this proposal."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "paper_key"], condition=Q(paper_key__isnull=False),
                name="one_support_per_paper_key",
            ),
            models.CheckConstraint(
                condition=Q(supporter__isnull=False, paper_key__isnull=True)
                | Q(supporter__isnull=True, paper_key__isnull=False),
                name="support_is_by_a_person_or_on_paper",
            ),
        ]  # fmt: skip


class SupportEvent(models.Model):
    """Support given (+1) or taken back (−1): first the outbox of the counter, then the extract's
    source. `folded_at` says that the counter knows it; nothing else of a row ever changes."""

    proposal = models.ForeignKey("Proposal", models.CASCADE, related_name="support_events")
    change = models.SmallIntegerField()
    level = models.CharField(max_length=12)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    via = models.CharField(max_length=5, choices=SupportVia.choices, default=SupportVia.OWN)
    at = models.DateTimeField(default=timezone.now)
    folded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(change__in=[-1, 1]), name="support_changes_by_one"),
        ]
        indexes = [
            models.Index(
                fields=["proposal"], condition=Q(folded_at__isnull=True), name="support_unfolded"
            ),
            models.Index(fields=["at"], name="support_event_at"),
        ]


class Follow(models.Model):
    """소식 받기: told of every decision without backing the proposal."""

    proposal = models.ForeignKey("Proposal", models.CASCADE, related_name="follows")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="follows")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="follows_once"),
        ]
