"""What the desk's first page says of proposals: how much is late, due and waiting."""

from accounts.sign_off import waiting_for
from proposals import desk_queue
from proposals.privacy import waiting_for_city_words


def desk_panel(request) -> dict:
    waiting = waiting_for(request.user).filter(thread__startswith="proposal:")
    return {
        "counts": desk_queue.due_counts(request.user),
        "waiting": waiting.count(),
        "without_words": waiting_for_city_words().count(),
    }
