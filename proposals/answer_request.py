"""The author answers what the city asked back, and the proposal goes on where it was."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from proposals.models import Decision, Proposal
from proposals.notify_desk import tell_in_charge
from proposals.triage import decide
from proposals.workflow import Mover, Status


@transaction.atomic
def answer(*, proposal: Proposal, text: str, by: User, at: datetime | None = None) -> Decision:
    """The answer is public: it stands in the history where the question stands."""
    at = at or timezone.now()
    proposal.refresh_from_db(fields=["came_from"])
    decision = decide(
        proposal=proposal, status=proposal.came_from or Status.RECEIVED, reason=text,
        by=by, mover=Mover.AUTHOR, at=at,
    )  # fmt: skip
    tell_in_charge(
        proposal, kind="answered", at=at,
        title=("‘{title}’ 제안자가 보완 요청에 답했습니다", "The author of “{title}” has answered"),
    )  # fmt: skip
    return decision
