"""Desk pages of budgets that several pilots share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import officer_required
from pilots.amend import ENDED, ProtocolClosed, ReasonNeeded, needs_reason
from pilots.desk_protocol import closed_sentence
from pilots.models import BudgetLine, Pilot, SharedBudget
from pilots.permissions import runs
from pilots.plan.forms import BudgetLineForm, SharedBudgetForm
from pilots.plan.money import sum_of
from pilots.plan.share_budget import (
    SharingRefused,
    add_shared_line,
    edit_shared_budget,
    may_settle,
    remove_shared_line,
    share_budget,
)


@officer_required
def index(request):
    budgets = SharedBudget.objects.prefetch_related("pilots", "lines")
    rows = [{"budget": each, "money": sum_of(each.lines.all())} for each in budgets]
    return render(request, "pilots/plan/desk/budgets.html", {"rows": rows})


@officer_required
def new(request):
    form = SharedBudgetForm(request.POST or None, pilots=_choices(request.user))
    if request.method == "POST" and form.is_valid():
        budget = _saved(form, lambda said: share_budget(by=request.user, **said))
        if budget:
            messages.success(request, _("The shared budget is there. Add its lines."))
            return redirect("pilots_desk:shared_budget", budget.pk)
    return render(request, "pilots/plan/desk/budget.html", {"form": form, "budget": None})


@officer_required
def budget(request, budget):
    stored = get_object_or_404(SharedBudget.objects.prefetch_related("pilots"), pk=budget)
    shared = list(stored.pilots.all())
    if not may_settle(request.user, shared):
        raise PermissionDenied
    form = SharedBudgetForm(
        request.POST or None, pilots=_choices(request.user, shared),
        initial={"name": stored.name, "pilots": shared},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        saved = _saved(
            form, lambda said: edit_shared_budget(budget=stored, by=request.user, **said)
        )
        if saved:
            messages.success(request, _("The shared budget is saved."))
            return redirect("pilots_desk:shared_budget", stored.pk)
    lines = stored.lines.all()
    context = {"form": form, "budget": stored, "lines": lines, "money": sum_of(lines)}
    return render(request, "pilots/plan/desk/budget.html", context)


@officer_required
def line(request, budget):
    stored = _own(request, budget)
    strictest = next((each for each in stored.pilots.all() if needs_reason(each)), None)
    form = BudgetLineForm(
        request.POST or None, pilot=strictest or stored.pilots.first(),
        instance=BudgetLine(shared=stored),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            add_shared_line(
                budget=stored, by=request.user, reason=form.public_reason, **form.values
            )
        except ProtocolClosed:
            form.add_error(None, closed_sentence())
        else:
            messages.success(request, _("Added."))
            return redirect("pilots_desk:shared_budget", stored.pk)
    return render(request, "pilots/plan/desk/budget_line.html", {"form": form, "budget": stored})


@officer_required
@require_POST
def remove_line(request, budget, row):
    stored = _own(request, budget)
    line = get_object_or_404(stored.lines, pk=row)
    try:
        reason = request.POST.get("reason", "").replace("\x00", "")[:2000]
        remove_shared_line(line=line, by=request.user, reason=reason)
    except ReasonNeeded:
        messages.error(request, _("The pilot has begun: say why this is removed."))
    except ProtocolClosed:
        messages.error(request, closed_sentence())
    else:
        messages.success(request, _("Removed."))
    return redirect("pilots_desk:shared_budget", stored.pk)


def _own(request, pk: int) -> SharedBudget:
    stored = get_object_or_404(SharedBudget.objects.prefetch_related("pilots"), pk=pk)
    if not may_settle(request.user, stored.pilots.all()):
        raise PermissionDenied
    return stored


def _choices(person, shared=()):
    """Pilots that the officer runs and that are not over, beside those chosen already."""
    open_ones = runs(person).exclude(stage__in=ENDED).values("pk")
    chosen = [each.pk for each in shared]
    return Pilot.objects.filter(Q(pk__in=open_ones) | Q(pk__in=chosen))


def _saved(form, save) -> SharedBudget | None:
    try:
        with transaction.atomic():
            return save(form.cleaned_data)
    except SharingRefused as refusal:
        form.add_error("pilots", str(refusal))
    except ReasonNeeded:
        form.add_error("reason", _("The pilot has begun: tell residents why."))
    except ProtocolClosed:
        form.add_error("pilots", closed_sentence())
    return None
