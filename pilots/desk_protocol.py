"""Desk pages on which the plan of a pilot is written: protocol, rows, proposals."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pilots import protocol
from pilots.amend import ProtocolClosed, ReasonNeeded, needs_reason
from pilots.desk import runs_pilot
from pilots.desk_forms import (
    PilotForm,
    ProposalsForm,
    RemovalForm,
    SiteForm,
    SurveyForm,
)
from pilots.evidence.desk_forms import MeasureForm
from pilots.models import Alternative, BudgetLine, Measure, Partner, Pilot, Site
from pilots.permissions import can_run
from pilots.plan.duties import What, allows
from pilots.plan.forms import AlternativeForm, BudgetLineForm, PartnerForm
from pilots.take_up import CAN_BE_TAKEN_UP, CannotBeTakenUp, give_back, take_up
from pilots.workflow import Stage
from proposals.models import Proposal

REFUSED = 422
REMOVAL = "removal_%s"  # beside the form that edits, which asks for a reason, too


class Kind(NamedTuple):
    """One sort of row of the plan, with its form and its three verbs."""

    title: object
    model: type[models.Model]
    form: type
    add: Callable
    edit: Callable
    remove: Callable
    argument: str  # what the verbs call the row
    is_the_citys: bool = False  # not for co-investigators


KINDS = {
    "alternatives": Kind(
        gettext_lazy("Alternative"), Alternative, AlternativeForm,
        protocol.add_alternative, protocol.edit_alternative, protocol.remove_alternative,
        "alternative",
    ),
    "sites": Kind(
        gettext_lazy("Site"), Site, SiteForm,
        protocol.add_site, protocol.edit_site, protocol.remove_site, "site",
    ),
    "measures": Kind(
        gettext_lazy("Measure"), Measure, MeasureForm,
        protocol.add_measure, protocol.edit_measure, protocol.remove_measure, "measure",
    ),
    "budget": Kind(
        gettext_lazy("Budget line"), BudgetLine, BudgetLineForm,
        protocol.add_budget_line, protocol.edit_budget_line, protocol.remove_budget_line, "line",
        is_the_citys=True,
    ),
    "partners": Kind(
        gettext_lazy("Partner"), Partner, PartnerForm,
        protocol.add_partner, protocol.edit_partner, protocol.remove_partner, "partner",
        is_the_citys=True,
    ),
}  # fmt: skip


def closed_sentence() -> str:
    return _("The pilot has ended. What was tested stays as it was.")


def as_it_was(pilot: Pilot) -> Pilot:
    """A form writes into its instance while it checks; the verb compares with what is stored."""
    return Pilot.objects.get(pk=pilot.pk)


@allows(What.EDIT)
def edit(request, pilot):
    form = PilotForm(request.POST or None, instance=as_it_was(pilot), pilot=pilot, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            protocol.edit_pilot(
                pilot=pilot, by=request.user, reason=form.public_reason, **form.values
            )
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("pilots_desk:detail", pilot.pk)
    return render(request, "pilots/desk/protocol.html", {"pilot": pilot, "form": form})


@allows(What.EDIT)
def add_row(request, pilot, kind):
    of = _kind(request, pilot, kind)
    form = of.form(request.POST or None, pilot=pilot, instance=of.model(pilot=pilot))
    if request.method == "POST" and form.is_valid():
        try:
            of.add(pilot=pilot, by=request.user, reason=form.public_reason, **form.values)
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("Added."))
            return redirect("pilots_desk:detail", pilot.pk)
    return _row_page(request, pilot, kind, form)


@allows(What.EDIT)
def edit_row(request, pilot, kind, row):
    of = _kind(request, pilot, kind)
    stored = get_object_or_404(of.model, pk=row, pilot=pilot)
    form = of.form(
        request.POST or None, pilot=pilot, instance=of.model._default_manager.get(pk=row)
    )
    if request.method == "POST" and form.is_valid():
        try:
            of.edit(
                **{of.argument: stored}, by=request.user, reason=form.public_reason, **form.values
            )  # fmt: skip
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("pilots_desk:detail", pilot.pk)
    return _row_page(request, pilot, kind, form, stored)


@allows(What.EDIT)
@require_http_methods(["POST"])
def remove_row(request, pilot, kind, row):
    of = _kind(request, pilot, kind)
    stored = get_object_or_404(of.model, pk=row, pilot=pilot)
    removal = RemovalForm(request.POST, is_asked=needs_reason(pilot), auto_id=REMOVAL)
    if removal.is_valid():
        try:
            of.remove(**{of.argument: stored}, by=request.user, reason=removal.public_reason)
        except ReasonNeeded:  # it has begun a moment ago
            removal = RemovalForm({}, is_asked=True, auto_id=REMOVAL)
        except ProtocolClosed:
            removal.add_error(None, closed_sentence())
        except protocol.InUse as error:
            removal.add_error(None, str(error))
        else:
            messages.success(request, _("Removed."))
            return redirect("pilots_desk:detail", pilot.pk)
    as_it_is = of.form(pilot=pilot, instance=of.model._default_manager.get(pk=row))
    return _row_page(request, pilot, kind, as_it_is, stored, removal)


def _kind(request, pilot: Pilot, code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    if KINDS[code].is_the_citys and not can_run(request.user, pilot):
        raise PermissionDenied
    return KINDS[code]


def _row_page(request, pilot, kind, form, row=None, removal: RemovalForm | None = None):
    context = {
        "pilot": pilot, "kind": kind, "title": KINDS[kind].title, "form": form, "row": row,
        "needs_reason": needs_reason(pilot),
        "removal": removal or RemovalForm(is_asked=needs_reason(pilot), auto_id=REMOVAL),
    }  # fmt: skip
    return render(request, "pilots/desk/row.html", context, status=REFUSED if removal else 200)


@runs_pilot
def survey(request, pilot):
    form = SurveyForm(request.POST or None, pilot=pilot, initial={"survey": pilot.survey_id})
    if request.method == "POST" and form.is_valid():
        try:
            protocol.use_survey(pilot=pilot, survey=form.cleaned_data["survey"], by=request.user)
        except protocol.InUse as error:
            form.add_error("survey", str(error))
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("pilots_desk:detail", pilot.pk)
    return render(request, "pilots/desk/survey.html", {"pilot": pilot, "form": form})


@runs_pilot
def proposals(request, pilot):
    taken = set(pilot.proposals.values_list("pk", flat=True))
    choices = Proposal.objects.filter(Q(status__in=CAN_BE_TAKEN_UP) | Q(pk__in=taken)).distinct()
    start = {"proposals": taken, "solutions": pilot.solutions.all()}
    form = ProposalsForm(request.POST or None, pilot=pilot, choices=choices, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _settle_proposals(pilot, taken, form.cleaned_data, request.user)
        except ReasonNeeded:
            form.add_error("reason", _("The pilot has begun: tell residents why."))
        except CannotBeTakenUp as error:
            form.add_error("proposals", str(error))
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("pilots_desk:detail", pilot.pk)
    context = {"pilot": pilot, "form": form, "is_draft": pilot.stage == Stage.DRAFT}
    return render(request, "pilots/desk/proposals.html", context)


@transaction.atomic
def _settle_proposals(pilot, taken, said, by) -> None:
    reason = said.get("reason", "")
    chosen = {proposal.pk: proposal for proposal in said["proposals"]}
    for pk, proposal in chosen.items():
        if pk not in taken:
            take_up(pilot=pilot, proposal=proposal, by=by, reason=reason)
    for proposal in Proposal.objects.filter(pk__in=taken - chosen.keys()):
        give_back(pilot=pilot, proposal=proposal, by=by)
    protocol.set_solutions(pilot=pilot, solutions=said["solutions"], by=by, reason=reason)
