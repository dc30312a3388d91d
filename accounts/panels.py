"""What this room shows on the desk's front page."""

from accounts.moderation import waiting_cases


def desk_panel(request) -> dict:
    return {"waiting": len(waiting_cases())}
