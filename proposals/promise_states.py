"""How promises stand, as readers look for them; said once for pages, map, tiles and API."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.conditions import Found
from proposals.models import Commitment, CommitmentChange
from proposals.models.promise import month_of

State = Commitment.State
IS_OPEN = Q(state__in=[State.PROMISED, State.LATE])

# Rules about a commitment in a month.
STATES: dict[str, Callable[[date], Q]] = {
    "open": lambda month: IS_OPEN,
    "late": lambda month: Q(state=State.LATE) | IS_OPEN & Q(due_month__lt=month),
    "overdue": lambda month: IS_OPEN & Q(due_month__lt=month),
    "done": lambda month: Q(state=State.DONE),
    "dropped": lambda month: Q(state=State.DROPPED),
}
LABELS = [
    ("open", _("Promises not done yet")),
    ("late", _("Late promises")),
    ("overdue", _("Promises past their month")),
    ("done", _("Promises kept")),
    ("dropped", _("Promises dropped")),
]
PROMISES = [("any", _("Any promise")), *LABELS]


def in_state(name: str) -> Q:
    return STATES[name](month_of(timezone.now()))


def with_promise(name: str) -> Found:
    """Proposals with a promise in that state.

    The map keeps what was found as long as no proposal changes; month and latest change of any
    promise are part of the question's name, so that it is asked again when they move on.
    """
    promised = Commitment.objects.filter(Q() if name == "any" else in_state(name))
    latest = CommitmentChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Found(
        Q(pk__in=promised.values("proposal")),
        name=f"promise:{name}:{month_of(timezone.now())}:{latest}",
    )
