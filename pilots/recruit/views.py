"""Applying for a place: for oneself, for a child, for both, or for an adult one represents."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.guards import refused_page
from accounts.roles import Right
from pilots.join import (
    ApplicationRefused,
    ApplicationsClosed,
    apply,
    apply_for,
    takes_applications,
)
from pilots.models import Pilot
from pilots.own_place import back_to, own_place, public_pilot, show_page
from pilots.participation import places_of
from pilots.recruit.forms import CHILD, ME, ApplyForm, ForAdultForm
from pilots.recruit.guardians import forget_request, request_of
from pilots.recruit.quotas import shares_by
from pilots.recruit.represent import assent


@login_required
def apply_for_place(request, pk):
    """`?asked=TOKEN`: a guardian who came by the link in our message."""
    pilot = public_pilot(pk)
    places = list(places_of(pilot, request.user))
    if places and not pilot.children_may_join:
        return redirect("pilots:mine", pk=pk)
    if refused := _closed(request, pilot):
        return refused
    asked = request_of(request.GET.get("asked", ""))
    form = ApplyForm(
        request.POST if request.method == "POST" else None, person=request.user, pilot=pilot,
        initial={"who": CHILD if asked or places else ME},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _apply(pilot, form, by=request.user, asked=asked)
            messages.success(request, _("Your application has arrived."))
            return redirect("pilots:mine", pk=pk)
        except ApplicationRefused as refusal:
            form.add_error(None, str(refusal))
        except ApplicationsClosed as refusal:
            messages.error(request, str(refusal))
            return redirect(pilot)
    context = {"pilot": pilot, "form": form, "places": places,
               "shares_by": shares_by(pilot.quotas.all())}  # fmt: skip
    return show_page(request, "pilots/participant/apply.html", context)


@transaction.atomic
def _apply(pilot: Pilot, form: ApplyForm, *, by, asked) -> None:
    """One application, for one or two people: both arrive, or neither."""
    if form.for_self:
        apply(pilot=pilot, by=by, **form.said)
    if form.charge:
        apply_for(charge=form.charge, pilot=pilot, by=by, **form.said)
    if asked and asked.pilot_id == pilot.pk and form.charge:
        forget_request(request=asked)


@login_required
def apply_for_adult(request, pk):
    pilot = public_pilot(pk)
    if refused := _closed(request, pilot):
        return refused
    form = ForAdultForm(request.POST if request.method == "POST" else None, pilot=pilot)
    if request.method == "POST" and form.is_valid():
        try:
            apply_for(
                charge=form.charge, pilot=pilot, by=request.user,
                motivation=form.cleaned_data["motivation"],
            )  # fmt: skip
            messages.success(request, _("Your application has arrived."))
            return redirect("pilots:mine", pk=pk)
        except (ApplicationRefused, ApplicationsClosed) as refusal:
            form.add_error(None, str(refusal))
    return show_page(request, "pilots/recruit/for_adult.html", {"pilot": pilot, "form": form})


def _closed(request, pilot: Pilot):
    if not takes_applications(pilot):
        return render(request, "pilots/participant/apply_closed.html", {"pilot": pilot})
    return refused_page(request, Right.JOIN)


@login_required
def ask_themselves(request, pk):
    """A page to look at together: what it is, in easy words, and their own yes or no."""
    pilot, participation = own_place(request, pk)
    if getattr(participation, "representative", None) is None:
        return back_to("mine", participation)
    if request.method == "POST" and request.POST.get("says") == "yes":
        assent(participation=participation, by=request.user)
        return back_to("consent", participation)
    return render(
        request,
        "pilots/recruit/assent.html",
        {"pilot": pilot, "participation": participation, "text": pilot.consent_text},
    )
