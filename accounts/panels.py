"""What this room shows on the desk's front page."""

from accounts.moderation import waiting_cases
from accounts.outgoing import waiting_at_the_desk
from accounts.residence_desk import waiting_requests


def desk_panel(request) -> dict:
    return {
        "waiting": len(waiting_cases()),
        "residences": waiting_requests().count(),
        **waiting_at_the_desk(),
    }
