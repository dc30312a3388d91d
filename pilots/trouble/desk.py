"""Trouble at the desk: what was reported, the answer, and how soon it is due. For those who run the
pilot, and for the partners' people in the street."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pilots.desk import runs_pilot
from pilots.models import Pilot, TroubleReport
from pilots.own_place import REFUSED
from pilots.permissions import can_run
from pilots.plan.duties import What, allows
from pilots.trouble.answer import AnswerRefused, answer_trouble
from pilots.trouble.clock import clock_of, set_clock
from pilots.trouble.forms import ClockForm, TroubleAnswerForm
from pilots.trouble.shown import count_troubles
from pilots.workflow import ENDED
from surveys.figures.files import as_csv

PAGE = 30
COLUMNS = ["number", "reported", "kind", "place", "text", "due", "answered", "closed"]


@allows(What.TROUBLE)
def troubles(request, pilot):
    shows_all = "all" in request.GET
    rows = _rows(pilot) if shows_all else _rows(pilot).filter(closed_at__isnull=True)
    return _list(request, pilot, rows, shows_all, ClockForm(instance=clock_of(pilot)))


def _rows(pilot: Pilot) -> QuerySet[TroubleReport]:
    """What still has to be answered comes first, by the clock; the newest of the rest follows."""
    rows = TroubleReport.objects.filter(pilot=pilot).select_related("site")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "due_at", "pk")


def _list(request, pilot: Pilot, rows, shows_all: bool, form: ClockForm):
    context = {
        "pilot": pilot, "form": form, "shows_all": shows_all, "counts": count_troubles(pilot),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "can_run": can_run(request.user, pilot), "now": timezone.now(),
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "pilots/trouble/desk/index.html", context, status=status)


@require_POST
@runs_pilot
def clock(request, pilot):
    form = ClockForm(request.POST, instance=clock_of(pilot))
    if not form.is_valid():
        return _list(request, pilot, _rows(pilot), True, form)
    set_clock(pilot=pilot, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. It counts for reports from now on."))
    return redirect("pilots_desk:troubles", pilot.pk)


@allows(What.TROUBLE)
def trouble(request, pilot, report):
    found = get_object_or_404(
        TroubleReport.objects.select_related("site", "photo", "pilot"), pk=report, pilot=pilot
    )
    form = TroubleAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_trouble(report=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your answer is on its way."))
            return redirect("pilots_desk:troubles", pilot.pk)
        except AnswerRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "pilot": pilot, "report": found, "form": form, "now": timezone.now(),
        "answers": found.answers.select_related("by"),
        "may_stop": can_run(request.user, pilot) and pilot.stage not in ENDED,
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "pilots/trouble/desk/report.html", context, status=status)


@runs_pilot
def export(request, pilot):
    """Without who reported it."""
    rows = _rows(pilot).order_by("created_at", "pk")
    lines = (
        {
            "number": row.pk, "reported": _minute(row.created_at), "kind": row.kind,
            "place": str(row.site or ""), "text": row.text, "due": _minute(row.due_at),
            "answered": _minute(row.answered_at), "closed": _minute(row.closed_at),
        }
        for row in rows
    )  # fmt: skip
    return as_csv(f"pilot-{pilot.pk}-trouble", COLUMNS, lines)


def _minute(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
