"""Two proposals about the same thing become one; within a month that can be undone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.models import City
from proposals.models import Decision, Proposal, Support, SupportVia
from proposals.support import record_supports
from proposals.triage import decide
from proposals.workflow import MoveRefused, Outcome, Status


@transaction.atomic
def merge_proposals(
    *,
    proposal: Proposal,
    into: Proposal,
    reason: str,
    by: User,
    at: datetime | None = None,
    **decided,
) -> Decision:
    """Closes `proposal` and brings its support to `into`, one per person; the originals stay."""
    at = at or timezone.now()
    target = _locked_target(proposal, into)
    decision = decide(
        proposal=proposal, status=Status.CLOSED, outcome=Outcome.MERGED, merged_into=target,
        reason=reason, by=by, at=at, **decided,
    )  # fmt: skip
    _bring_support(proposal, target, at)
    return decision


@transaction.atomic
def unmerge(
    *, proposal: Proposal, reason: str, by: User, at: datetime | None = None, **decided
) -> Decision:
    """Back to what it was; the support that the merge brought, and nothing else, goes again."""
    at = at or timezone.now()
    proposal.refresh_from_db(fields=["status", "outcome", "status_since", "came_from"])
    target_id = Proposal.objects.values_list("merged_into", flat=True).get(pk=proposal.pk) or 0
    if proposal.outcome == Outcome.MERGED and at > last_moment_to_undo(proposal):
        raise MoveRefused(_("The time to undo this merge is over."))
    decision = decide(
        proposal=proposal, status=proposal.came_from or Status.RECEIVED, reason=reason, by=by,
        at=at, **decided,
    )  # fmt: skip
    _take_support_away(proposal, target_id, at)
    return decision


def last_moment_to_undo(proposal: Proposal) -> datetime:
    return proposal.status_since + timedelta(days=City.objects.current().unmerge_days)


def what_unmerging_does(proposal: Proposal, at: datetime | None = None) -> dict:
    """For the desk's page, before it is done."""
    until = last_moment_to_undo(proposal)
    return {
        "until": until,
        "is_over": (at or timezone.now()) > until,
        "state": Status(proposal.came_from or Status.RECEIVED).label,
        "support": _brought(proposal, proposal.merged_into_id or 0).count(),
        "target": proposal.merged_into,
    }


def _locked_target(proposal: Proposal, into: Proposal) -> Proposal:
    # Both rows in one order, so that two merges the other way round never wait for each other.
    pks = [proposal.pk, into.pk]
    rows = {
        row.pk: row
        for row in Proposal.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    }
    target = rows[into.pk]
    if target.pk == proposal.pk:
        raise MoveRefused(_("Choose another proposal: this is the same one."))
    if target.status == Status.CLOSED or not target.is_public:
        raise MoveRefused(_("Choose an open proposal to merge into; that one is closed."))
    return target


def _bring_support(proposal: Proposal, target: Proposal, at: datetime) -> None:
    Support.objects.bulk_create(
        [
            Support(
                proposal=target, supporter_id=row.supporter_id, paper_key=row.paper_key,
                via=SupportVia.MERGE, merged_from=proposal, level=row.level, channel=row.channel,
                recorded_by_id=row.recorded_by_id, created_at=at,
            )
            for row in proposal.supports.order_by("pk")
        ],
        ignore_conflicts=True,  # who backs the target already goes on backing it once
        batch_size=1_000,
    )  # fmt: skip
    record_supports(supports=_brought(proposal, target.pk), change=+1, at=at)


def _take_support_away(proposal: Proposal, target_id: int, at: datetime) -> None:
    # Locked: who takes it back in this moment must not be counted twice.
    rows = list(_brought(proposal, target_id).select_for_update())
    Support.objects.filter(pk__in=[row.pk for row in rows]).delete()
    record_supports(supports=rows, change=-1, at=at)


def _brought(proposal: Proposal, target_id: int):
    return Support.objects.filter(proposal_id=target_id, via=SupportVia.MERGE, merged_from=proposal)
