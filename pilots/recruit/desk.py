"""The desk's pages of recruiting: who may apply, where the seed comes from, and quotas."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import SEXES
from maps.models import District
from maps.population import PopulationUnknown
from pilots.desk import runs_pilot
from pilots.models import Quota
from pilots.recruit.forms_desk import (
    EligibilityForm,
    ProposeForm,
    QuotaForm,
    SetUpForm,
    cells_in,
    name_of,
)
from pilots.recruit.quotas import (
    Proposed,
    QuotasRefused,
    applied_by_cell,
    cell_of,
    propose_quotas,
    set_quotas,
)
from pilots.recruit.set_up import SetUpRefused, ask_before_applying, ask_no_more, set_up_recruiting

REFUSED = 422


@runs_pilot
def recruit(request, pilot):
    form = SetUpForm(request.POST if request.method == "POST" else None, instance=pilot)
    if request.method == "POST" and form.is_valid():
        try:
            set_up_recruiting(pilot=pilot, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("pilots_desk:recruit", pilot.pk)
        except SetUpRefused as refusal:
            form.add_error("seed_source", str(refusal))
    return render(
        request,
        "pilots/recruit/desk/recruit.html",
        {
            "pilot": pilot,
            "form": form,
            "questions": pilot.eligibility_questions.all(),
            "quotas": pilot.quotas.count(),
            "drawn": pilot.places_draw,
            "represented": pilot.participations.filter(representative__isnull=False).count(),
        },
        status=REFUSED if form.errors else 200,
    )


@runs_pilot
def add_question(request, pilot):
    form = EligibilityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_before_applying(pilot=pilot, by=request.user, **form.cleaned_data)
            return redirect("pilots_desk:recruit", pilot.pk)
        except SetUpRefused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "pilots/recruit/desk/question.html",
        {"pilot": pilot, "form": form},
        status=REFUSED if form.errors else 200,
    )


@runs_pilot
@require_POST
def remove_question(request, pilot, question):
    question = get_object_or_404(pilot.eligibility_questions, pk=question)
    try:
        ask_no_more(question=question, by=request.user)
    except SetUpRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("pilots_desk:recruit", pilot.pk)


@runs_pilot
def quotas(request, pilot):
    """`?by=district&by=sex` fills the table with a proposal; nothing counts before it is saved."""
    saved = {cell_of(quota): quota.seats for quota in pilot.quotas.all()}
    propose = ProposeForm(request.GET or None, initial={"by": ["district", "sex"]})
    proposed = None
    if request.method == "POST":
        known = set(District.objects.values_list("pk", flat=True))
        cells = dict.fromkeys(cells_in(request.POST, known), 0)
        form = QuotaForm(request.POST, cells=cells)
        if form.is_valid() and _save(request, pilot, form):
            return redirect("pilots_desk:quotas", pilot.pk)
    else:
        proposed = _proposal(pilot, propose)
        form = QuotaForm(cells=proposed.seats if proposed else saved)
    return render(
        request,
        "pilots/recruit/desk/quotas.html",
        {
            "pilot": pilot,
            "form": form,
            "propose": propose,
            "proposed": proposed,
            **_table(pilot, form),
            "drawn": pilot.places_draw,
        },
        status=REFUSED if form.errors else 200,
    )


def _save(request, pilot, form: QuotaForm) -> bool:
    try:
        set_quotas(pilot=pilot, seats=form.quotas(), by=request.user)
    except QuotasRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _proposal(pilot, propose: ProposeForm) -> Proposed | None:
    if not propose.is_bound or not propose.is_valid():
        return None
    try:
        return propose_quotas(seats=pilot.seats or 0, **propose.cleaned_data)
    except PopulationUnknown as refusal:
        propose.add_error(None, str(refusal))
        return None


def _table(pilot, form: QuotaForm) -> dict:
    """A line for each group on the screen, with how many of it applied so far."""
    names = dict(District.objects.values_list("pk", "name"))
    shown = [
        Quota(district_id=cell.district, age_band=cell.age_band, sex=cell.sex)
        for cell in form.cells
    ]
    applied = applied_by_cell(shown, pilot.participations.all())
    return {
        "rows": [
            {
                "district": names[cell.district] if cell.district else "",
                "age_band": cell.age_band,
                "sex": dict(SEXES).get(cell.sex, "") if cell.sex else "",
                "field": form[name_of(cell)],
                "applied": applied[cell],
            }
            for cell in form.cells
        ],
        "in_no_group": applied[None],
        "sum": sum(cell_seats or 0 for cell_seats in form.cells.values()),
    }
