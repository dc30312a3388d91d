"""Participants who can tell whether it is better: they tried it out, near the place."""

from django.db.models import Q

from accounts.models import User
from pilots.models import Participation
from pilots.workflow import Status
from proposals.models import Commitment


def who_tried(commitment: Commitment):
    """Asked by proposals.confirm. Who lives in another district by their own word is left out."""
    proposal = commitment.proposal
    near = Q()
    if proposal.district:
        near = Q(district__isnull=True) | Q(district__code=proposal.district.code)
    took_part = Participation.objects.filter(
        near,
        pilot__takenup__proposal=proposal,
        status__in=[Status.CONSENTED, Status.ACTIVE, Status.COMPLETED],
        panelist__person__isnull=False,
    )
    return User.objects.filter(pk__in=took_part.values("panelist__person")).values("pk")
