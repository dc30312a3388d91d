"""What this room shows on the desk's front page."""

from accounts.moderation_queue import how_many_wait
from accounts.outgoing import waiting_at_the_desk
from accounts.residence_desk import waiting_requests


def desk_panel(request) -> dict:
    return {
        "waiting": how_many_wait(),
        "residences": waiting_requests().count(),
        **waiting_at_the_desk(),
    }
