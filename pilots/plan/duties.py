"""What partners may do in the pilot they run together with the city, and until when."""

from datetime import date
from enum import StrEnum
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.guards import sign_in_required
from pilots.amend import ENDED, needs_reason
from pilots.models import Partner, Pilot
from pilots.permissions import can_run


class What(StrEnum):
    READ = "read"  # the desk page of the pilot
    EDIT = "edit"  # question, sites, measures and alternatives, while the plan is open
    ENTER = "enter"  # observations and counts by hand
    TROUBLE = "trouble"  # reports of what does not work or is dangerous
    EXPORT = "export"  # rows under codes (the agreement on data is asked for besides)


Duty = Partner.Duty
DUTIES: dict[str, set[What]] = {
    Duty.NONE: set(),
    Duty.CO_INVESTIGATOR: {What.READ, What.EDIT, What.TROUBLE},
    Duty.ANALYST: {What.EXPORT},
    Duty.FIELD_STAFF: {What.ENTER, What.TROUBLE},
}


def may(person, pilot: Pilot, what: str, today: date | None = None) -> bool:
    """Whoever runs the pilot may all of it, any officer may read, a partner what the duty says."""
    if can_run(person, pilot):
        return True
    if not person.is_authenticated or not person.is_active:
        return False
    if what == What.READ and person.is_officer:
        return True
    return _is_open(pilot, what) and any(
        what in DUTIES[duty] for duty in duties_of(person, pilot, today)
    )


def duties_of(person, pilot: Pilot, today: date | None = None) -> list[str]:
    """One person may stand there twice; a duty holds to the end of its last day."""
    today = today or timezone.localdate()
    rows = pilot.partners.filter(Q(until__isnull=True) | Q(until__gte=today), person=person)
    return [duty for duty in rows.values_list("duty", flat=True) if duty]


def _is_open(pilot: Pilot, what: str) -> bool:
    """After the baseline the city alone answers for a change; after the end nothing is entered."""
    if what == What.EDIT:
        return not needs_reason(pilot)
    return what != What.ENTER or pilot.stage not in ENDED


def allows(what: str):
    """Gives the view its pilot, for staff who run it and for partners with that duty."""

    def decorate(view):
        @wraps(view)
        @sign_in_required
        def guarded(request, pk, *args, **kwargs):
            pilot = get_object_or_404(Pilot.objects.for_lists(), pk=pk)
            if not may(request.user, pilot, what):
                raise PermissionDenied
            return view(request, pilot, *args, **kwargs)

        return guarded

    return decorate
