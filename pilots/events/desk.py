"""Events of a pilot at the desk: announce, change, call off, who was there, minutes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import note_access
from pilots.desk import runs_pilot
from pilots.events.come import note_who_came, take_off_list
from pilots.events.forms import CallOffForm, CameForm, EventForm, MinutesForm
from pilots.events.hold import (
    EventRefused,
    announce_event,
    call_off,
    change_event,
    write_minutes,
)
from pilots.models import Event

REFUSED = 422


@runs_pilot
def events(request, pilot):
    rows = pilot.events.order_by("-starts_at")
    return render(request, "pilots/desk/events/index.html", {"pilot": pilot, "events": rows})


@runs_pilot
def new(request, pilot):
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = announce_event(pilot=pilot, by=request.user, **form.cleaned_data)
            messages.success(request, _("The event is announced."))
            return redirect("pilots_desk:event", pilot.pk, event.pk)
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, pilot, None, form, _("Announce an event"))


@runs_pilot
def edit(request, pilot, number):
    event = _event(pilot, number)
    form = EventForm(request.POST or None, instance=_event(pilot, number))
    if request.method == "POST" and form.is_valid():
        try:
            change_event(event=event, by=request.user, **form.cleaned_data)
            messages.success(request, _("The event is changed."))
            return redirect("pilots_desk:event", pilot.pk, event.pk)
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, pilot, event, form, _("Change the event"))


@runs_pilot
def cancel(request, pilot, number):
    event = _event(pilot, number)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        call_off(event=event, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The event is called off, and everybody is told."))
        return redirect("pilots_desk:event", pilot.pk, event.pk)
    return _form(request, pilot, event, form, _("Call the event off"))


@runs_pilot
def minutes(request, pilot, number):
    event = _event(pilot, number)
    form = MinutesForm(request.POST or None, initial={"minutes": event.minutes})
    if request.method == "POST" and form.is_valid():
        try:
            write_minutes(event=event, minutes=form.cleaned_data["minutes"], by=request.user)
            messages.success(request, _("The minutes are public."))
            return redirect("pilots_desk:event", pilot.pk, event.pk)
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, pilot, event, form, _("Minutes"))


@runs_pilot
def event(request, pilot, number):
    """The list at the door shows display names, never a code of the pilot."""
    event = _event(pilot, number)
    form = CameForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        came = {place.pk for place in form.cleaned_data["came"]}
        others = set(event.places.values_list("pk", flat=True)) - came
        note_who_came(event=event, places=list(came), by=request.user)
        take_off_list(event=event, places=list(others), by=request.user)
        messages.success(request, _("The list is saved."))
        return redirect("pilots_desk:event", pilot.pk, event.pk)
    if request.method == "GET":
        note_access(staff=request.user, action="event-list", thread=pilot.thread)
    context = {"pilot": pilot, "event": event, "form": form, "places": event.places.all()}
    return render(request, "pilots/desk/events/detail.html", context)


def _event(pilot, number: int) -> Event:
    return get_object_or_404(Event, pk=number, pilot=pilot)


def _form(request, pilot, event, form, title):
    return render(
        request,
        "pilots/desk/events/form.html",
        {"pilot": pilot, "event": event, "form": form, "title": title},
        status=REFUSED if form.errors else 200,
    )
