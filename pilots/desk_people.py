"""The desk pages of a pilot's participants: codes, never names; a name only for a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pilots.apart.changed import why_people_left
from pilots.apart.forms import MessageForm, RevealForm
from pilots.apart.hand_out import hand_out
from pilots.apart.heard import heard, words_said
from pilots.apart.message import EVERYBODY, MAY_BE_WRITTEN_TO, MessageRefused, send
from pilots.apart.reveal import RevealRefused, reveal
from pilots.apart.views_hand_out import as_file
from pilots.desk import people_by_status, runs_pilot
from pilots.models import Participation, Pilot, Reveal, What
from pilots.workflow import Status

A_PAGE = 50
REFUSED = 422


@runs_pilot
def participants(request, pilot):
    people = people_by_status(pilot)
    status = request.GET.get("status", "")
    places = pilot.participations.select_related("panelist", "district", "alternative")
    if status in Status:
        places = places.filter(status=status)
    page = Paginator(places.defer("district__outline"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pilot": pilot, "people": people, "page": page, "status": status,
        "handouts": pilot.handouts.select_related("partner", "by")[:A_PAGE],
        "what": What.choices,
        "reveals": Reveal.objects.filter(participation__pilot=pilot).select_related("by")[:10],
        "left": why_people_left(pilot),
    }  # fmt: skip
    return render(request, "pilots/desk/participants.html", context)


@runs_pilot
def message(request, pilot):
    choices = _whom_to_write_to(pilot)
    form = MessageForm(
        request.POST if request.method == "POST" else None, choices=choices,
        initial={"to": request.GET.get("to", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            n = send(pilot=pilot, by=request.user, **form.cleaned_data)
        except MessageRefused as refusal:
            form.add_error("to", str(refusal))
        else:
            messages.success(request, _("Sent to %(n)s people.") % {"n": n})
            return redirect("pilots_desk:participants", pilot.pk)
    context = {"pilot": pilot, "form": form}
    status = REFUSED if form.errors else 200
    return render(request, "pilots/desk/message.html", context, status=status)


def _whom_to_write_to(pilot: Pilot) -> list[tuple[str, str]]:
    """Everybody who takes part, those of a status, or one code."""
    statuses = [
        (str(status), f"{status.label} ({count})")
        for status, count in people_by_status(pilot)
        if status in MAY_BE_WRITTEN_TO
    ]
    codes = pilot.participations.filter(status__in=MAY_BE_WRITTEN_TO).order_by("panelist__code")
    return [
        (EVERYBODY, _("Everybody who takes part")), *statuses,
        *((code, code) for code in codes.values_list("panelist__code", flat=True)),
    ]  # fmt: skip


@never_cache
@runs_pilot
def who(request, pilot, participation):
    """The answer to the form holds the name, once; no address leads back to it."""
    place = _place(pilot, participation)
    form = RevealForm(request.POST if request.method == "POST" else None)
    contact = None
    if request.method == "POST" and form.is_valid():
        try:
            contact = reveal(
                participation=place, by=request.user, reason=form.cleaned_data["reason"]
            )
        except RevealRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"pilot": pilot, "place": place, "form": form, "contact": contact}
    status = REFUSED if form.errors else 200
    return render(request, "pilots/desk/who.html", context, status=status)


def _place(pilot: Pilot, pk: int) -> Participation:
    places = Participation.objects.filter(pilot=pilot).select_related("pilot", "panelist")
    return get_object_or_404(places, pk=pk)


@require_POST
@runs_pilot
def take_out(request, pilot):
    what = request.POST.get("what", "")
    if what not in What:
        messages.error(request, _("Choose what to take out."))
        return redirect("pilots_desk:participants", pilot.pk)
    handed, file = hand_out(pilot=pilot, what=what, by=request.user)
    return as_file(handed, file)


@runs_pilot
def who_went_on(request, pilot):
    """Every number, and what was said, without who said it."""
    words = Paginator(words_said(pilot), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pilot": pilot, "heard": heard(pilot, for_staff=True), "page": words,
    }  # fmt: skip
    return render(request, "pilots/desk/heard.html", context)
