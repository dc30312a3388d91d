"""Once others back a proposal its words stay; its author may add to them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from proposals import notify
from proposals.models import Proposal, Revision
from proposals.permissions import can_add

MOST_ADDITIONS = 10


class AdditionRefused(Exception):
    """str() is one sentence that says why."""


@transaction.atomic
def add_to_proposal(
    *, proposal: Proposal, text: str, by: User, at: datetime | None = None
) -> Revision:
    """Public at once, below the proposal; everybody it touches is told."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_add(by, proposal):
        raise AdditionRefused(_("Only the author adds to a proposal, as long as it is open."))
    if not text.strip():
        raise AdditionRefused(_("Write what you would like to add."))
    added = proposal.revisions.filter(kind=Revision.Kind.ADDED)
    if last := added.filter(text=text.strip()).last():
        return last  # the button was pressed twice
    if added.count() >= MOST_ADDITIONS:
        raise AdditionRefused(
            _("%(most)s additions are enough; please go on in the comments.")
            % {"most": MOST_ADDITIONS}
        )
    revision = Revision.objects.create(
        proposal=proposal, kind=Revision.Kind.ADDED, text=text.strip(), at=at or timezone.now()
    )
    notify.tell_addition(revision)
    return revision
