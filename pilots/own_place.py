"""What every page of one's own place in a pilot needs: the place itself, and the page again when
something has to be looked at."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots.models import Participation, Pilot
from pilots.participation import participation_of
from pilots.workflow import MoveNotAllowed

REFUSED = 422


def public_pilot(pk: int) -> Pilot:
    pilots = Pilot.objects.public().select_related("survey", "consent_text", "department")
    return get_object_or_404(pilots, pk=pk)


def own_place(request, pk: int) -> tuple[Pilot, Participation]:
    """Their own, or with ?for=CODE that of somebody for whom they act."""
    pilot = public_pilot(pk)
    code = request.GET.get("for", "").replace("\x00", "")
    participation = participation_of(pilot, request.user, code)
    if participation is None:
        raise Http404
    participation.pilot = pilot
    return pilot, participation


def back_to(page: str, participation: Participation):
    """To another page of the same place."""
    address = reverse(f"pilots:{page}", args=[participation.pilot_id])
    return redirect(address + participation.as_query)


def show_page(request, template: str, context: dict):
    """The page again, with what was written, when something has to be looked at."""
    is_refused = bool(context["form"].errors)
    return render(request, template, context, status=REFUSED if is_refused else 200)


def moved_on(refusal: Exception) -> str:
    if isinstance(refusal, MoveNotAllowed):
        return _("Your place has changed meanwhile. Please look at it again.")
    return str(refusal)
