"""재심사 요청: the author asks once for a second look at a proposal that was not accepted."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from proposals.models import Decision, Proposal
from proposals.notify_desk import tell_in_charge
from proposals.triage import decide
from proposals.workflow import Mover, MoveRefused, Status


@transaction.atomic
def ask_again(*, proposal: Proposal, reason: str, by: User, at: datetime | None = None) -> Decision:
    """Back to review, with a new answer clock. The second answer is final for the author."""
    at = at or timezone.now()
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.appealed_at:
        raise MoveRefused(_("A second look can be asked for once, and that has been done."))
    decision = decide(
        proposal=proposal, status=Status.IN_REVIEW, reason=reason, by=by, mover=Mover.AUTHOR, at=at
    )
    proposal.appealed_at = at
    proposal.save(update_fields=["appealed_at"])
    tell_in_charge(
        proposal, kind="appeal", at=at,
        title=("‘{title}’ 제안의 재심사 요청이 들어왔습니다", "A second look at “{title}” was asked for"),
    )  # fmt: skip
    return decision
