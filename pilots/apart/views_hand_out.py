"""A partner with a duty in the pilot takes its rows out, under the agreement that was recorded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pilots.apart.hand_out import HandOutRefused, check_agreement, hand_out, partner_of
from pilots.models import Handout, What
from pilots.own_place import public_pilot


@login_required
def for_partner(request, pk):
    pilot = public_pilot(pk)
    partner = partner_of(pilot, request.user)
    if partner is None:
        raise PermissionDenied
    if request.method == "POST":
        try:
            return _file(request, pilot, partner)
        except HandOutRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("pilots:hand_out", pk)
    context = {
        "pilot": pilot, "partner": partner, "what": What.choices, "refusal": _missing(partner),
    }  # fmt: skip
    return render(request, "pilots/apart/hand_out.html", context)


def _file(request, pilot, partner):
    what = request.POST.get("what", "")
    if what not in What:
        raise HandOutRefused(_("Choose what to take out."))
    return as_file(*hand_out(pilot=pilot, what=what, by=request.user, partner=partner))


def _missing(partner) -> str:
    try:
        check_agreement(partner, timezone.localdate())
    except HandOutRefused as refusal:
        return str(refusal)
    return ""


def as_file(handed: Handout, file) -> FileResponse:
    """Sent in pieces; kept by nobody on the way."""
    name = f"pilot-{handed.pilot_id}-{handed.what}-{handed.pk}.csv"
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    return response
