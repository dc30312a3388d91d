"""업무 화면 of indicators: list, add, edit, order, targets of years, files."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import manager_required, officer_required
from accounts.settings_form import fingerprint
from accounts.settings_history import in_words
from accounts.settings_save import ChangedMeanwhile, SettingRefused
from reports.evidence import upload as uploads
from reports.evidence.figure_slots import in_words as figures_in_words
from reports.evidence.forms import FileForm, IndicatorForm, YearForm
from reports.evidence.indicators import history_of, keep, move, year_of
from reports.models import EvidenceFile, Indicator, IndicatorYear

CHANGES_SHOWN = 10
YEARS = range(2000, 2101)
YEARS_AHEAD = 3


@require_safe
@officer_required
def index(request):
    rows = Indicator.objects.in_order().select_related("owner").prefetch_related("years", "files")
    year = timezone.localdate().year
    lines = [
        (row, _of_year(row, year), sum(f.removed_at is None for f in row.files.all()))
        for row in rows
    ]
    areas = [
        (label, [line for line in lines if line[0].area == area])
        for area, label in Indicator.Area.choices
    ]
    context = {"areas": [each for each in areas if each[1]], "year": year}
    return render(request, "reports/evidence/indicators.html", context)


def _of_year(indicator: Indicator, year: int) -> IndicatorYear:
    """Read from what is at hand; a year that nobody has set is empty."""
    there = (row for row in indicator.years.all() if row.year == year)
    return next(there, IndicatorYear(indicator=indicator, year=year))


@manager_required
def new(request):
    return _form(request, None)


@officer_required
def indicator(request, indicator):
    row = get_object_or_404(Indicator.objects.select_related("owner"), pk=indicator)
    if request.method == "POST" or request.user.is_manager:
        return _form(request, row)
    return render(request, "reports/evidence/indicator.html", _about(row))


@manager_required
def _form(request, row: Indicator | None):
    form = IndicatorForm(request.POST or None, instance=row)
    seen = request.POST.get("seen") or fingerprint(form.shown())
    if request.method == "POST" and form.is_valid():
        kept, seen = _kept(request, form, seen)
        if kept:
            return redirect(form.instance if form.instance.pk else "reports_desk:indicators")
    there = Indicator.objects.select_related("owner").get(pk=row.pk) if row else None
    context = {"form": form, "seen": seen} | (_about(there) if there else {"indicator": None})
    status = 422 if form.errors else 200
    return render(request, "reports/evidence/indicator.html", context, status=status)


def _kept(request, form, seen: str) -> tuple[bool, str]:
    """Kept, or refused with what was typed still in the form; what the next save has seen."""
    try:
        change = keep(form=form, by=request.user, seen=seen)
    except SettingRefused as refusal:
        form.add_error(None, str(refusal))
        return False, refusal.now if isinstance(refusal, ChangedMeanwhile) else seen
    messages.success(request, _("Saved.") if change else _("Nothing has changed."))
    return True, seen


def _about(row: Indicator) -> dict:
    present = timezone.localdate().year
    there = {each.year: each for each in row.years.all()}
    years = sorted({*there, *range(present, present + YEARS_AHEAD)})
    return {
        "indicator": row,
        "figures_said": figures_in_words(row.figures),
        "years": [there.get(year) or IndicatorYear(indicator=row, year=year) for year in years],
        "files": list(row.files.select_related("by", "removed_by")),
        "file_form": FileForm(),
        "history": in_words(list(history_of(row)[:CHANGES_SHOWN])),
    }


@require_POST
@manager_required
def reorder(request, indicator):
    row = get_object_or_404(Indicator, pk=indicator)
    move(indicator=row, up=request.POST.get("up") == "1", by=request.user)
    return redirect("reports_desk:indicators")


@manager_required
def year(request, indicator, year):
    if year not in YEARS:
        raise Http404
    row = get_object_or_404(Indicator, pk=indicator)
    form = YearForm(request.POST or None, instance=year_of(row, year))
    seen = request.POST.get("seen") or fingerprint(form.shown())
    if request.method == "POST" and form.is_valid():
        kept, seen = _kept(request, form, seen)
        if kept:
            return redirect(row)
    context = {"form": form, "seen": seen, "indicator": row, "year": year}
    status = 422 if form.errors else 200
    return render(request, "reports/evidence/year.html", context, status=status)


@require_POST
@manager_required
def add_file(request, indicator):
    row = get_object_or_404(Indicator.objects.select_related("owner"), pk=indicator)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            uploads.keep_file(indicator=row, upload=form.cleaned_data["file"], by=request.user)
        except uploads.FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The file is kept."))
            return redirect(row)
    indicator_form = IndicatorForm(instance=row)
    context = _about(row) | {
        "file_form": form, "form": indicator_form, "seen": fingerprint(indicator_form.shown()),
    }  # fmt: skip
    return render(request, "reports/evidence/indicator.html", context, status=422)


@require_safe
@officer_required
def file_of(request, file):
    row = get_object_or_404(EvidenceFile, pk=file, removed_at=None)
    try:
        opened = uploads.path_of(row).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        opened, as_attachment=True, filename=row.name, content_type=uploads.MEDIA_TYPES[row.kind]
    )


@require_POST
@manager_required
def remove_file(request, file):
    row = get_object_or_404(EvidenceFile.objects.select_related("indicator"), pk=file)
    uploads.remove_file(file=row, by=request.user)
    messages.success(request, _("The file is gone. Its name and checksum stay."))
    return redirect(row.indicator)
