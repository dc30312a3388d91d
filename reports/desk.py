"""업무 화면 of reports: list, new, words, figures, preview, publish, correct."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import manager_required, officer_required
from city.election import is_before_election
from jobs.models import Job
from reports import publish
from reports.forms import ChooseForm, CorrectionForm, NewReportForm, PublishForm, WordsForm
from reports.make.asking import NotPossible
from reports.make.progress import progress_of
from reports.models import Report, ReportKind, Run
from reports.page import page_of
from reports.views import picture_response


def _report(pk, *defer: str) -> Report:
    rows = Report.objects.select_related(
        "run", "kind", "pilot", "district", "call", "written_by", "published_by"
    )
    return get_object_or_404(rows.defer("district__outline", *defer), pk=pk)


@officer_required
def index(request):
    reports = (
        Report.objects.defer("frozen", "pictures").select_related("kind").order_by("-created_at")
    )
    return render(
        request,
        "reports/desk/index.html",
        {
            "page": Paginator(reports, 30).get_page(request.GET.get("page")),
            "run": Run.objects.latest_finished(),
            "computing": Job.objects.open().filter(kind="reports.compute").first(),
        },
    )


@officer_required
def new(request):
    """First the kind; then only what that kind needs."""
    return render(request, "reports/desk/kinds.html", {"kinds": ReportKind.objects.all()})


@officer_required
def new_of(request, kind):
    kind = get_object_or_404(ReportKind, pk=kind)
    # ?pilot=12: a reminder leads to the form, filled in.
    initial = {name: request.GET.get(name, "") for name in ("period", *ReportKind.About.values)}
    form = NewReportForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report = publish.start_report(**form.asked(), by=request.user)
            return redirect("reports_desk:report", report.pk)
        except NotPossible as refusal:
            form.refuse(refusal.field, str(refusal))
    return render(request, "reports/desk/new.html", {"form": form, "kind": kind})


@officer_required
def report(request, pk):
    """The report being made: how far it is, its words, and how readers will see it."""
    report = _report(pk, "pictures")
    form = None if report.is_published else WordsForm(request.POST or None, instance=report)
    if request.method == "POST":
        if form is None:
            messages.error(request, _("A published report stays as it is. Make a new version."))
            return redirect("reports_desk:report", pk)
        if form.is_valid():
            publish.write_words(report=_report(pk, "pictures"), **form.cleaned_data)
            messages.success(request, _("The words are saved."))
            return redirect("reports_desk:report", pk)
    return _page(request, report, form)


def _page(request, report: Report, form=None, publish_form=None):
    context = {"report": report, "form": form, "progress": progress_of(report)}
    if report.is_built:
        context |= page_of(report, _desk_picture(report))
    if form and report.is_built:
        context["choose_form"] = ChooseForm(report=report)
        if _asks_legal_basis(report):
            context["publish_form"] = publish_form or PublishForm()
    return render(request, "reports/desk/report.html", context)


def _asks_legal_basis(report: Report) -> bool:
    is_ready = report.is_built and not report.is_published
    return is_ready and is_before_election(timezone.now())


@require_POST
@officer_required
def choose(request, pk):
    """Which figures and charts it shows."""
    report = _report(pk, "pictures")
    if report.is_published or not report.is_built:
        messages.error(request, _("Figures are chosen after building and before publishing."))
        return redirect("reports_desk:report", pk)
    form = ChooseForm(request.POST, report=report)
    if form.is_valid():
        publish.choose(report=report, **form.cleaned_data)
        messages.success(request, _("The choice is saved. The preview shows it."))
    else:
        messages.error(request, _("Choose from the list."))
    return redirect("reports_desk:report", pk)


def _desk_picture(report: Report):
    return lambda name: reverse("reports_desk:picture", args=[report.pk, name])


@officer_required
def picture(request, pk, name):
    return picture_response(_report(pk, "frozen"), name)


@officer_required
def progress(request, pk):
    """How far the building is; asked again and again by the page until it is built."""
    report = _report(pk, "frozen", "pictures")
    far = progress_of(report)
    response = render(request, "reports/desk/_progress.html", {"report": report, "progress": far})
    if not far.goes_on:
        response["HX-Trigger"] = "report-ended"
    return response


@require_POST
@officer_required
def again(request, pk):
    """Building failed or was cancelled: once more."""
    return _told(request, pk, publish.build_again)


@require_POST
@officer_required
def cancel(request, pk):
    return _told(request, pk, publish.cancel)


def _told(request, pk, verb):
    try:
        verb(report=_report(pk, "frozen", "pictures"), by=request.user)
    except publish.ReportNotReady as refusal:
        messages.error(request, str(refusal))
    return redirect("reports_desk:report", pk)


@require_POST
@manager_required
def publish_report(request, pk):
    report, form = _report(pk, "pictures"), PublishForm(request.POST)
    said = form.cleaned_data["legal_basis"] if form.is_valid() else ""
    if not said and _asks_legal_basis(report):
        return _page(request, report, WordsForm(instance=report), form)
    try:
        report = publish.publish(report=report, by=request.user, legal_basis=said)
    except publish.ReportNotReady as missing:
        messages.error(request, str(missing))
        if not said:
            return redirect("reports_desk:report", pk)
        return _page(request, report, WordsForm(instance=report), form)  # what was typed stays
    messages.success(request, _("The report is published, with the data it was computed from."))
    return redirect(report)


@officer_required
def correct(request, pk):
    report = _report(pk, "frozen", "pictures")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = publish.correct(
                report=report, reason=form.cleaned_data["reason"], by=request.user
            )
        except publish.ReportNotReady as missing:
            messages.error(request, str(missing))
            return redirect("reports_desk:report", pk)
        return redirect("reports_desk:report", fresh.pk)
    return render(request, "reports/desk/correct.html", {"report": report, "form": form})
