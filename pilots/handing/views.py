"""Public: a pilot as a file for other cities, and results of several pilots in one chart."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from pilots.handing.forest import forest_of
from pilots.handing.pool import pool
from pilots.handing.results import pooled_groups
from pilots.handing.say import limits_of, says_together
from pilots.handing.write import file_of
from pilots.models import Conclusion
from pilots.permissions import can_see


def handover(request, pk):
    conclusion = get_object_or_404(
        Conclusion.objects.select_related("pilot__survey", "pilot__department"), pilot=pk
    )
    if not can_see(request.user, conclusion.pilot):
        raise Http404
    response = HttpResponse(file_of(conclusion), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="pilot-{pk}.json"'
    return response


def pooled(request):
    groups = [(group, pool(group.studies)) for group in pooled_groups().values()]
    lines = [
        {"group": group, "pooled": found, "says": says_together(found, group.unit)}
        for group, found in groups
    ]
    return render(request, "pilots/handing/pooled.html", {"lines": lines})


def pooled_measure(request, key):
    group = pooled_groups().get(key)
    if group is None:
        raise Http404
    found = pool(group.studies)
    context = {
        "group": group,
        "pooled": found,
        "says": says_together(found, group.unit),
        "limits": limits_of(found),
        "forest": forest_of(found, _("All together")),
    }
    return render(request, "pilots/handing/pooled_measure.html", context)
