"""Public pages over all pilots: table, map, timeline and road map; and each programme's tasks."""

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from pilots.drawn import as_feature
from pilots.models import Pilot, Programme, Site
from pilots.plan import overview
from pilots.plan.money import lines_of, lines_of_each, table_of

PAGE = 100
NOWHERE: dict[str, Any] = {"type": "Feature", "geometry": None, "properties": {}}


def index(request):
    today = timezone.localdate()
    public = Pilot.objects.public()
    page = Paginator(overview.for_overview(public), PAGE).get_page(request.GET.get("page"))
    pilots = list(page)
    timeline = overview.timeline_of(pilots, today)
    return render(
        request,
        "pilots/plan/programme.html",
        {
            "page": page,
            "entries": overview.entries_of(pilots, timeline, today),
            "timeline": timeline,
            "width": overview.WIDTH,
            "road": overview.road_of(pilots),
            "drawn": [_first_site(pilot) for pilot in pilots],
            "money": table_of(lines_of(public)),
            "overdue": public.overdue(today).count(),
            "without_budget": public.filter(has_budget=False).count(),
            "programmes": [
                {"row": each, "progress": overview.programme_progress(overview.tasks_of(each))}
                for each in Programme.objects.all()[:10]
            ],
            "this_year": today.year,
        },
    )


def _first_site(pilot: Pilot) -> dict:
    """One mark a pilot, with the number it has in the table."""
    drawn = [each for each in pilot.sites.all() if each.shape or each.lon is not None]
    tests = [each for each in drawn if each.arm == Site.Arm.TEST]
    return as_feature((tests or drawn)[0]) if drawn else NOWHERE


def programme(request, programme):
    row = get_object_or_404(Programme, pk=programme)
    tasks = overview.tasks_of(row)
    pilots = [pilot for task in tasks for pilot in task.pilots]
    context = {
        "programme": row, "tasks": tasks, "progress": overview.programme_progress(tasks),
        "money": table_of(lines_of_each(pilots)),
        "overdue": sum(pilot.is_overdue() for pilot in pilots),
        "road": overview.road_of(pilots), "this_year": timezone.localdate().year,
    }  # fmt: skip
    return render(request, "pilots/plan/one_programme.html", context)
