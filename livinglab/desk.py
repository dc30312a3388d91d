"""오늘: what is due, late and waiting, over every room."""

from datetime import datetime, timedelta

from django.shortcuts import render
from django.utils import timezone

from accounts.due import Due, due_for
from accounts.guards import officer_required
from city.calendar import end_of_day
from livinglab.panels import panels

AHEAD = timedelta(days=7)


@officer_required
def today(request):
    now = timezone.now()
    rows = due_for(request.user, now + AHEAD)
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    shown = [row for row in rows if whose == "all" or row.is_mine]
    context = {
        "whose": whose,
        "count_mine": sum(row.is_mine for row in rows),
        "count_all": len(rows),
        "parts": by_day(shown, now),
        "panels": panels("desk", request),
    }
    return render(request, "livinglab/desk/today.html", context)


def by_day(rows: list[Due], now: datetime) -> dict[str, list[Due]]:
    """Late, today, and the week ahead. What ends today ends at its midnight."""
    midnight = end_of_day(timezone.localdate(now))
    return {
        "late": [row for row in rows if row.at <= now],
        "today": [row for row in rows if now < row.at <= midnight],
        "soon": [row for row in rows if row.at > midnight],
    }
