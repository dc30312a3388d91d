"""A pilot takes up proposals; from then on they share its fate."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pilots.amend import ENDED, amend
from pilots.models import Pilot, TakenUp
from pilots.plan.versions import keep_version
from pilots.workflow import Stage
from proposals.models import Proposal
from proposals.triage import decide
from proposals.workflow import Mover
from proposals.workflow import Status as ProposalStatus

# A proposal can be taken up once it is accepted; several pilots may share it.
CAN_BE_TAKEN_UP = {ProposalStatus.ACCEPTED, ProposalStatus.PILOTING}


class CannotBeTakenUp(Exception):
    """str() is one sentence for the officer."""


@transaction.atomic
def take_up(
    *, pilot: Pilot, proposal: Proposal, by, reason="", at: datetime | None = None
) -> TakenUp:
    at = at or timezone.now()
    if pilot.stage in ENDED:
        raise CannotBeTakenUp(_("This pilot has ended. Take the proposal up in a new one."))
    if proposal.status not in CAN_BE_TAKEN_UP:
        raise CannotBeTakenUp(
            _("“%(title)s” has not been accepted. A pilot can take it up once it is.")
            % {"title": proposal.shown_title}
        )
    taken, is_new = TakenUp.objects.get_or_create(
        pilot=pilot, proposal=proposal, defaults={"at": at}
    )
    if is_new:
        amend(
            pilot=pilot, what="proposals", by=by, reason=reason, at=at,
            before={}, after={"proposal": proposal.shown_title},
        )  # fmt: skip
        if pilot.stage != Stage.DRAFT:
            _begin(pilot, proposal, by, at)
        keep_version(pilot=pilot, by=by, at=at)
    return taken


@transaction.atomic
def give_back(*, pilot: Pilot, proposal: Proposal, by) -> None:
    """Only in preparation: nothing has been promised to those who back the proposal yet."""
    if pilot.stage != Stage.DRAFT:
        raise CannotBeTakenUp(
            _("The pilot has begun. Its proposals stay with it until it is concluded.")
        )
    TakenUp.objects.filter(pilot=pilot, proposal=proposal).delete()
    keep_version(pilot=pilot, by=by)


def begin_proposals(*, pilot: Pilot, by, at: datetime) -> int:
    """The pilot starts: what it took up is now being tested."""
    accepted = list(pilot.proposals.filter(status=ProposalStatus.ACCEPTED))
    for proposal in accepted:
        _begin(pilot, proposal, by, at)
    return len(accepted)


def _begin(pilot: Pilot, proposal: Proposal, by, at: datetime) -> None:
    if proposal.status == ProposalStatus.ACCEPTED:
        with translation.override("ko"):
            reason = _("The pilot “%(title)s” tests this in the street.") % {"title": pilot.title}
        decide(
            proposal=proposal, status=ProposalStatus.PILOTING, reason=reason, by=by,
            mover=Mover.PILOT, at=at,
        )  # fmt: skip


def resolve_proposals(
    *, pilot: Pilot, status: str, outcome: str = "", reason: str, by, at: datetime
) -> int:
    """What a pilot's end means for its proposals. With several pilots the last one decides."""
    moved = 0
    for proposal in pilot.proposals.filter(status=ProposalStatus.PILOTING):
        if not is_held_elsewhere(pilot, proposal):
            decide(
                proposal=proposal, status=status, outcome=outcome, reason=reason, by=by,
                mover=Mover.PILOT, at=at,
            )  # fmt: skip
            moved += 1
    return moved


def is_held_elsewhere(pilot: Pilot, proposal: Proposal) -> bool:
    """Another pilot still tests it, or a successor is being prepared."""
    others = proposal.pilots.exclude(pk=pilot.pk).exclude(stage__in=ENDED)
    return any(other.stage != Stage.DRAFT or other.predecessor_id for other in others)
