"""Public: a pilot as a file for other cities, and results of several pilots in one chart."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from pilots.handing.forest import forest_of
from pilots.handing.results import pooled_groups
from pilots.handing.say import limits_of, says_together, unit_of_change
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
    lines = [
        {"group": group, "says": says_together(group.pooled, group.unit)}
        for group in pooled_groups().values()
    ]
    return render(request, "pilots/handing/pooled.html", {"lines": lines})


def pooled_measure(request, key):
    group = pooled_groups().get(key)
    if group is None:
        raise Http404
    context = {
        "group": group,
        "unit": unit_of_change(group.unit),
        "pooled": group.pooled,
        "says": says_together(group.pooled, group.unit),
        "limits": limits_of(group.pooled),
        "forest": forest_of(group.pooled, _("All together")),
    }
    return render(request, "pilots/handing/pooled_measure.html", context)
