"""What a pilot's page says of trouble: how much was reported, answered in time and is open, and what
was done; never the words of those who reported it."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from pilots.models import Pilot, TroubleAnswer
from pilots.plan.duties import What, may
from pilots.trouble.clock import clock_of
from pilots.trouble.report import takes_reports

LATELY = 3


def trouble_shown(pilot: Pilot, person) -> dict[str, Any]:
    counts = count_troubles(pilot)
    if not counts["reported"] and not takes_reports(pilot):
        return {"trouble": None}
    return {
        "trouble": {
            **counts,
            "takes_reports": takes_reports(pilot),
            "clock": clock_of(pilot),
            "may_answer": may(person, pilot, What.TROUBLE),
            "done": _done_lately(pilot),
        }
    }


def count_troubles(pilot: Pilot, at: datetime | None = None) -> dict[str, int]:
    """Reports are things that happened, not people by what they are: none is hidden."""
    now = at or timezone.now()
    in_time = Q(answered_at__lte=F("due_at"))
    late = Q(answered_at__gt=F("due_at")) | Q(answered_at__isnull=True, due_at__lt=now)
    return pilot.troubles.aggregate(
        reported=Count("pk"),
        in_time=Count("pk", filter=in_time),
        late=Count("pk", filter=late),
        open=Count("pk", filter=Q(closed_at__isnull=True)),
    )


def _done_lately(pilot: Pilot):
    return (
        TroubleAnswer.objects.filter(report__pilot=pilot, closes=True)
        .select_related("report__site")
        .order_by("-at", "-pk")[:LATELY]
    )
