"""The part of a pilot's page that renews itself."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from pilots.devices.panel import live_context
from pilots.models import Pilot
from pilots.permissions import can_see


def live(request, pk):
    pilot = get_object_or_404(Pilot, pk=pk)
    if not can_see(request.user, pilot):
        raise Http404
    return render(request, "pilots/devices/_live.html", live_context(pilot))
