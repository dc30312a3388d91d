"""What this room shows on the home page and on /me/."""

from django.db.models import Prefetch
from django.utils import timezone

from city.election import own_praise
from proposals.confirm import waiting_for
from proposals.drafts import find_draft
from proposals.models import Decision, Proposal
from proposals.review import reviews_for
from proposals.workflow import Outcome, Status

ON_HOME = 3
LINES_ON_HOME = 5
ON_ME = 50


def home_panel(request) -> dict:
    """What changed, who needs a few more voices, what was answered last, and the newest."""
    shown = Proposal.objects.public().for_lists()
    done = Prefetch("decisions", Decision.objects.filter(outcome=Outcome.DONE), "done_decisions")
    changed = shown.filter(outcome=Outcome.DONE).prefetch_related(done)
    changed = changed.order_by("-status_since", "-pk")
    return {
        "changed": changed[:ON_HOME] if own_praise(timezone.now()).may_be_told else (),
        "newest": shown[:LINES_ON_HOME],
        "gathering": shown.filter(status=Status.RECEIVED).order_by("-support_count", "-pk")[
            :ON_HOME
        ],
        "answered": shown.filter(answered_at__isnull=False)
        .exclude(outcome__in=[Outcome.MERGED, Outcome.DONE])
        .order_by("-answered_at")[:LINES_ON_HOME],
    }


def me_panel(request) -> dict:
    """What became of my proposals and of those I back, step by step, and what waits for me."""
    person = request.user
    steps = Prefetch("decisions", Decision.objects.order_by("at", "pk"), "steps")
    told = Proposal.objects.for_lists().prefetch_related(steps)
    mine = told.filter(author=person)
    backed = told.public().filter(supports__supporter=person)
    followed = told.public().filter(follows__person=person)
    return {
        "draft": find_draft(session=request.session, person=person),
        "reviews": reviews_for(person),
        "mine": mine[:ON_ME],
        "asked": mine.filter(status=Status.NEEDS_INFO),
        # Asked again months later, a person answers once.
        "to_confirm": list({row.commitment_id: row for row in waiting_for(person)}.values()),
        "backed": list(backed.order_by("-supports__created_at")[:ON_ME]),
        "followed": list(followed.order_by("-follows__created_at")[:ON_ME]),
    }
