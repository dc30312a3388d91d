"""제안 공모: the invitations of the city, those that are open first, and what became of the rest."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from proposals.models import Call, Proposal
from proposals.workflow import Outcome, Status

SHOWN = 12
ACCEPTED = Q(proposals__status__in=[Status.ACCEPTED, Status.PILOTING, Status.PLANNED]) | Q(
    proposals__outcome__in=[Outcome.DONE, Outcome.ENDED_AFTER_PILOT]
)


def index(request):
    now = timezone.now()
    calls = list(_counted())
    parts = {
        "open": [call for call in calls if call.opens_at <= now < call.closes_at],
        "coming": [call for call in calls if call.opens_at > now],
        "over": [call for call in calls if call.closes_at <= now],
    }
    return render(request, "proposals/calls.html", {"parts": parts, "any": bool(calls)})


def detail(request, slug):
    call = get_object_or_404(_counted(), slug=slug)
    rows = Proposal.objects.public().for_lists().filter(call=call)
    context = {
        "call": call,
        "is_open": call.opens_at <= timezone.now() < call.closes_at,
        "proposals": rows.order_by("-support_count", "-pk")[:SHOWN],
    }
    return render(request, "proposals/call.html", context)


def _counted():
    """With what came in and what became of it: counts of now, in one query."""
    public = Q(proposals__hidden_at__isnull=True)
    return Call.objects.annotate(
        received=Count("proposals", filter=public & Q(proposals__isnull=False)),
        accepted=Count("proposals", filter=public & ACCEPTED),
        done=Count("proposals", filter=public & Q(proposals__outcome=Outcome.DONE)),
    )
