"""What other pages show of this room: results on the home page, work at the desk."""

from django.db.models import Q
from django.utils import timezone

from city.election import own_praise
from reports.models import Report

ON_HOME = 3


def home_panel(request) -> dict | None:
    """Before an election only where a law is named (city/election.py)."""
    if not own_praise(timezone.now()).may_be_told:
        return None
    reports = (
        Report.objects.latest_versions().defer("frozen", "pictures").select_related("run", "kind")
    )
    newest = list(reports[:ON_HOME])
    return {"reports": newest} if newest else None


def desk_panel(request) -> dict | None:
    """Reports that wait for words or for a manager."""
    waiting = (
        Report.objects.filter(Q(published_at=None))
        .defer("frozen", "pictures")
        .select_related("kind")
    )
    return {"reports": list(waiting.order_by("-created_at")[:5])}
