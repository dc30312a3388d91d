"""What the desk's first page says of proposals: what is late, what is due, what waits for me."""

from proposals import desk_queue
from proposals.models import Proposal
from proposals.privacy import waiting_for_city_words

MOST_URGENT = 8


def desk_panel(request) -> dict:
    waiting = desk_queue.waiting_for_approval() if request.user.is_manager else []
    open_rows = Proposal.objects.for_lists().filter(
        desk_queue.tab_condition("open", request.user), due_at__isnull=False
    )
    late_commitments = desk_queue.late_commitments()
    return {
        "counts": desk_queue.due_counts(request.user),
        "waiting": len(waiting),
        "without_words": waiting_for_city_words().count(),
        "urgent": list(desk_queue.in_order(open_rows)[:MOST_URGENT]),
        "late_commitments": list(late_commitments[:MOST_URGENT]),
    }
