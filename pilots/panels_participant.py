"""What a person's page says about the pilots they take part in."""

from pilots.diary import may_write
from pilots.leave import may_leave
from pilots.models import Participation
from pilots.participation import CONSENT_IS_TAKEN
from pilots.workflow import Status

SHOWN = 10


def me_panel(request) -> dict | None:
    participations = (
        Participation.objects.filter(panelist__person=request.user)
        .select_related("pilot")
        .order_by("-status_since", "-pk")[:SHOWN]
    )
    places = [
        {
            "participation": participation,
            "may_write": may_write(participation),
            "may_leave": may_leave(participation),
            "may_consent": participation.status == Status.SELECTED
            and participation.pilot.stage in CONSENT_IS_TAKEN,
        }
        for participation in participations
    ]
    return {"places": places} if places else None
