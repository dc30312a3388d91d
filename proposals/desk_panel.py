"""What the desk's first page says of proposals: how much is late, due and waiting."""

from proposals import desk_queue
from proposals.privacy import waiting_for_city_words


def desk_panel(request) -> dict:
    waiting = desk_queue.waiting_for_approval() if request.user.is_manager else []
    return {
        "counts": desk_queue.due_counts(request.user),
        "waiting": len(waiting),
        "without_words": waiting_for_city_words().count(),
    }
