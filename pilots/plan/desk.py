"""Desk pages around a plan: announcing it, its permit, budgets that several pilots share."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pilots.desk import runs_pilot
from pilots.plan.announce import AlreadyPublic, announce
from pilots.stages import NotReady, plan_checks


@runs_pilot
def announcement(request, pilot):
    """Asks once more: from then on every change is kept in public."""
    if request.method == "POST":
        try:
            announce(pilot=pilot, by=request.user)
        except (NotReady, AlreadyPublic) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The plan is public. Every change is kept from now on."))
        return redirect("pilots_desk:detail", pilot.pk)
    context = {"pilot": pilot, "checks": plan_checks(pilot)}
    return render(request, "pilots/plan/desk/announce.html", context)
