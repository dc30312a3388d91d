"""업무 화면 of reports: list, new, words, figures, preview, publish, correct."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import manager_required, officer_required
from accounts.settings_form import fingerprint
from city.election import is_before_election
from jobs.models import Job
from reports import publish
from reports.forms import ChooseForm, CorrectionForm, NewReportForm, PublishForm, WordsForm
from reports.make.asking import NotPossible
from reports.make.discard import discard as discard_draft
from reports.make.progress import progress_of
from reports.make.why_failed import why_failed
from reports.models import Report, ReportKind, Run
from reports.page import page_of
from reports.paper.keep import make_files_again, what_failed
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
    kinds = ReportKind.objects.filter(is_open=True)
    return render(request, "reports/desk/kinds.html", {"kinds": kinds})


@officer_required
def new_of(request, kind):
    kind = get_object_or_404(ReportKind, pk=kind)
    if not kind.is_open:
        messages.info(request, _("This kind of report is not used any more. Choose another."))
        return redirect("reports_desk:new")
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
    if report.is_published:
        if request.method == "POST":
            messages.error(request, _("A published report stays as it is. Make a new version."))
            return redirect("reports_desk:report", pk)
        return _page(request, report)
    if request.method != "POST":
        return _page(request, report, WordsForm(instance=report))
    if refused := _keep_words(request, pk):
        return refused
    messages.success(request, _("The words are saved."))
    return redirect("reports_desk:report", pk)


def _keep_words(request, pk, publish_form=None):
    """Saves the words that came with the button, or says why not in the answer it returns."""
    report = _report(pk, "pictures")
    form = WordsForm(request.POST, instance=report)
    if not form.is_valid():
        return _page(request, _report(pk, "pictures"), form, publish_form)
    try:
        publish.write_words(
            report=report, **form.cleaned_data, by=request.user, seen=request.POST.get("seen")
        )
    except publish.WordsChanged as clash:
        form.add_error(None, str(clash))
        return _page(request, _report(pk, "pictures"), form, publish_form, clash=True)
    except publish.ReportIsPublished as refusal:
        messages.error(request, str(refusal))
        return redirect("reports_desk:report", pk)
    return None


def _page(request, report: Report, form=None, publish_form=None, *, clash: bool = False):
    """`report` is as it is kept: what was typed stands in the form alone."""
    context = {"report": report, "form": form, "progress": progress_of(report)}
    if form:
        # After a clash the writer has seen the other's words; before, those the form began with.
        is_new = clash or not form.is_bound
        seen = fingerprint(publish.words_of(report)) if is_new else request.POST.get("seen", "")
        context |= {"seen": seen, "theirs": publish.words_of(report) if clash else None}
    if report.is_built:
        context |= page_of(report, _desk_picture(report))
    if form and report.is_built:
        context["choose_form"] = ChooseForm(report=report)
        if _asks_legal_basis(report):
            context["publish_form"] = publish_form or PublishForm()
    context["papers_failed"] = failed = what_failed(report)
    context["papers_why"] = why_failed(failed) if failed else ""
    status = 409 if clash else 200
    return render(request, "reports/desk/report.html", context, status=status)


def _asks_legal_basis(report: Report) -> bool:
    is_ready = report.is_built and not report.is_published
    return is_ready and is_before_election(timezone.now())


@officer_required
def choose(request, pk):
    """Which figures and charts it shows; words that stand on the page are saved with the choice."""
    if request.method != "POST":  # a refused page stands at this address
        return redirect("reports_desk:report", pk)
    report = _report(pk, "pictures")
    if report.is_published or not report.is_built:
        messages.error(request, _("Figures are chosen after building and before publishing."))
        return redirect("reports_desk:report", pk)
    if "seen" in request.POST and (refused := _keep_words(request, pk)):
        return refused
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
    except (publish.ReportNotReady, publish.ReportIsPublished) as refusal:
        messages.error(request, str(refusal))
    return redirect("reports_desk:report", pk)


@require_POST
@officer_required
def papers(request, pk):
    """PDF, HWPX or spreadsheet could not be made: once more."""
    make_files_again(report=_report(pk, "frozen", "pictures"), by=request.user)
    messages.success(request, _("The files are being made once more."))
    return redirect("reports_desk:report", pk)


@officer_required
def discard(request, pk):
    """Asks once more before a draft is deleted."""
    report = _report(pk, "frozen", "pictures")
    if report.is_published:
        messages.error(request, _("A published report stays as it is. Make a new version."))
        return redirect("reports_desk:report", pk)
    if request.method != "POST":
        return render(request, "reports/desk/discard.html", {"report": report})
    try:
        discard_draft(report=report, by=request.user)
    except (publish.ReportNotReady, publish.ReportIsPublished) as refusal:
        messages.error(request, str(refusal))
        return redirect("reports_desk:report", pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("reports_desk:index")


@manager_required
def publish_report(request, pk):
    """What stands in the fields is what is published."""
    if request.method != "POST":  # a refused page stands at this address
        return redirect("reports_desk:report", pk)
    report, form = _report(pk, "pictures"), PublishForm(request.POST)
    if "seen" in request.POST and not report.is_published:
        if refused := _keep_words(request, pk, form):
            return refused
        report = _report(pk, "pictures")
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
