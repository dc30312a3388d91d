"""What other pages show of this room: results on the home page, work at the desk."""

from django.db.models import Q

from reports.models import Report

ON_HOME = 3


def home_panel(request) -> dict | None:
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
