"""Desk pages of budgets that several pilots share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import officer_required
from pilots.amend import ENDED, ProtocolClosed, ReasonNeeded, needs_reason
from pilots.desk_forms import RemovalForm
from pilots.desk_protocol import REFUSED, closed_sentence
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
    if not may_settle(request.user, stored.pilots.all()):
        raise PermissionDenied
    form = _form_of(request, stored, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = _saved(
            form, lambda said: edit_shared_budget(budget=stored, by=request.user, **said)
        )
        if saved:
            messages.success(request, _("The shared budget is saved."))
            return redirect("pilots_desk:shared_budget", stored.pk)
    return _budget_page(request, stored, form)


def _budget_page(
    request, stored: SharedBudget, form: SharedBudgetForm, refused: tuple | None = None
) -> HttpResponse:
    """`refused`: a line, and the form that asked to remove it."""
    lines = list(stored.lines.all())
    removals = {line.pk: _removal(stored, line) for line in lines} | dict(
        [refused] if refused else []
    )
    context = {
        "form": form, "budget": stored, "money": sum_of(lines),
        "lines": [(line, removals[line.pk]) for line in lines],
    }  # fmt: skip
    status = REFUSED if refused else 200
    return render(request, "pilots/plan/desk/budget.html", context, status=status)


def _removal(stored: SharedBudget, line: BudgetLine, data=None) -> RemovalForm:
    is_asked = any(map(needs_reason, stored.pilots.all()))
    return RemovalForm(data, is_asked=is_asked, auto_id=f"removal_{line.pk}_%s")


def _form_of(request, stored: SharedBudget, data=None) -> SharedBudgetForm:
    shared = list(stored.pilots.all())
    return SharedBudgetForm(
        data, pilots=_choices(request.user, shared), initial={"name": stored.name, "pilots": shared}
    )


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
    removal = _removal(stored, line, request.POST)
    if removal.is_valid():
        try:
            remove_shared_line(line=line, by=request.user, reason=removal.public_reason)
        except ReasonNeeded:  # one of its pilots has begun a moment ago
            removal = RemovalForm({}, is_asked=True, auto_id=removal.auto_id)
        except ProtocolClosed:
            removal.add_error(None, closed_sentence())
        else:
            messages.success(request, _("Removed."))
            return redirect("pilots_desk:shared_budget", stored.pk)
    return _budget_page(request, stored, _form_of(request, stored), (line.pk, removal))


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
