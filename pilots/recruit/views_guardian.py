"""Asking a guardian: the page of the child or teacher, and the page behind the link."""

from allauth.core import ratelimit
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots.join import ApplicationsClosed, takes_applications
from pilots.own_place import public_pilot, show_page
from pilots.recruit.forms import GuardianForm
from pilots.recruit.guardians import (
    GuardianNotAsked,
    ask_guardian,
    forget_request,
    request_of,
)

ASKED = "asked"


def ask(request, pk):
    pilot = public_pilot(pk)
    if not (pilot.children_may_join and takes_applications(pilot)):
        return render(request, "pilots/participant/apply_closed.html", {"pilot": pilot})
    if ASKED in request.GET:
        return render(request, "pilots/recruit/guardian_asked.html", {"pilot": pilot})
    form = GuardianForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if not ratelimit.consume(request, action="guardian_request"):
                raise GuardianNotAsked(_("Many were asked from here. Please try again in an hour."))
            ask_guardian(pilot=pilot, **form.cleaned_data)
            return redirect(f"{reverse('pilots:ask_guardian', args=[pk])}?{ASKED}")
        except GuardianNotAsked as refusal:
            form.add_error(None, str(refusal))
        except ApplicationsClosed:
            return redirect(pilot)
    return show_page(request, "pilots/recruit/ask_guardian.html", {"pilot": pilot, "form": form})


def guardian(request, pk, token):
    """For the guardian: what the child would do, and yes or no. Whoever holds the link may say no;
    a yes needs an account."""
    pilot = public_pilot(pk)
    asked = request_of(token)
    if asked is not None and asked.pilot_id != pilot.pk:
        raise Http404
    if asked is not None and request.method == "POST" and request.POST.get("says") == "no":
        forget_request(request=asked)
        return render(request, "pilots/recruit/guardian_no.html", {"pilot": pilot})
    return render(
        request,
        "pilots/recruit/guardian.html",
        {
            "pilot": pilot,
            "asked": asked,
            "text": pilot.consent_text,
            "apply_url": f"{reverse('pilots:apply', args=[pk])}?asked={token}",
            "is_open": takes_applications(pilot),
        },
    )
