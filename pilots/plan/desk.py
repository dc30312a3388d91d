"""Desk pages around a plan: announcing it, its permit, sites from a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pilots.amend import ProtocolClosed, ReasonNeeded
from pilots.desk import runs_pilot
from pilots.desk_protocol import closed_sentence
from pilots.models import Permit
from pilots.plan.announce import AlreadyPublic, announce
from pilots.plan.duties import What, allows
from pilots.plan.forms import ExtensionForm, PermitForm, SitesFileForm
from pilots.plan.permit import PermitRefused, extend_permit, set_permit
from pilots.plan.site_file import MAX_BYTES, FileRefused, load_sites
from pilots.plan.snapshot import permit_of
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


@runs_pilot
def permit(request, pilot):
    stored = permit_of(pilot)
    form = PermitForm(
        request.POST or None, pilot=pilot, instance=permit_of(pilot) or Permit(pilot=pilot)
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_permit(pilot=pilot, by=request.user, reason=form.public_reason, **form.values)
        except PermitRefused as refusal:
            form.add_error("expires_on", str(refusal))
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("The permit is saved."))
            return redirect("pilots_desk:detail", pilot.pk)
    context = {"pilot": pilot, "form": form, "permit": stored}
    return render(request, "pilots/plan/desk/permit.html", context)


@runs_pilot
def extension(request, pilot):
    stored = permit_of(pilot)
    if stored is None:
        return redirect("pilots_desk:permit", pilot.pk)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_permit(permit=stored, by=request.user, **form.cleaned_data)
        except PermitRefused as refusal:
            form.add_error("until", str(refusal))
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("The permit is extended."))
            return redirect("pilots_desk:detail", pilot.pk)
    context = {"pilot": pilot, "form": form, "permit": stored}
    return render(request, "pilots/plan/desk/extension.html", context)


@allows(What.EDIT)
def site_file(request, pilot):
    form = SitesFileForm(request.POST or None, request.FILES or None, pilot=pilot)
    loaded = None
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(MAX_BYTES + 1)
        try:
            loaded = load_sites(
                pilot=pilot, content=content, by=request.user,
                reason=form.cleaned_data.get("reason", ""),
            )  # fmt: skip
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        except ReasonNeeded:
            form.add_error(None, _("The pilot has begun: tell residents why."))
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
    if loaded and loaded.sites:
        n = len(loaded.sites)
        messages.success(
            request, ngettext("%(n)s site was added.", "%(n)s sites were added.", n) % {"n": n}
        )
        if not loaded.refused:
            return redirect("pilots_desk:detail", pilot.pk)
    context = {"pilot": pilot, "form": form, "loaded": loaded}
    return render(request, "pilots/plan/desk/site_file.html", context)
