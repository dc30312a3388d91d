"""What one's own page says about consents and leaving."""

from accounts.models import User
from pilots.apart.consents import lines_of, to_decide
from pilots.leave import may_leave
from pilots.models import Participation
from pilots.workflow import Status


def apart_of(participation: Participation, by: User) -> dict:
    """The first decision, on taking part itself, has a place of its own on that page."""
    has_said_yes = participation.status != Status.SELECTED
    return {
        "has_to_read": has_said_yes and bool(to_decide(participation, lines_of(participation, by))),
        "may_leave": may_leave(participation),
    }
