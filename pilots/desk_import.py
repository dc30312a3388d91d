"""Desk pages on which observations are brought in: choose a file, say its columns, see what came."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pilots.decode import MAX_BYTES, read_table
from pilots.desk_forms import ColumnsForm, FileForm
from pilots.models import ObservationImport, WaitingFile
from pilots.observe import REFUSALS, guess, import_observations, observed_measures, other_sites
from pilots.plan.duties import What, allows

PREVIEW, PAGE = 5, 100


@allows(What.ENTER)
def choose_file(request, pilot):
    form = FileForm(request.POST or None, request.FILES or None)
    measures = observed_measures(pilot)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        # One byte more than allowed is read at most, so that a huge file cannot fill the memory.
        content = upload.read(MAX_BYTES + 1)
        try:
            read_table(content)
        except REFUSALS as refusal:
            form.add_error("file", str(refusal))
        else:
            WaitingFile.objects.filter(pilot=pilot, by=request.user).delete()
            waiting = WaitingFile.objects.create(
                pilot=pilot, file_name=upload.name[:200], content=content, by=request.user
            )
            return redirect("pilots_desk:columns", pilot.pk, waiting.pk)
    context = {
        "pilot": pilot, "form": form, "measures": measures, "sites": pilot.sites.all(),
        "imports": pilot.imports.defer("refused"),
    }  # fmt: skip
    return render(request, "pilots/desk/import.html", context)


@allows(What.ENTER)
def choose_columns(request, pilot, file):
    waiting = get_object_or_404(WaitingFile, pk=file, pilot=pilot, by=request.user)
    table = read_table(bytes(waiting.content))
    measures = observed_measures(pilot)
    columns = guess(pilot, table, measures)
    elsewhere = other_sites(pilot, table, columns.site)
    form = ColumnsForm(
        request.POST or None, headers=table.headers, measures=measures, guess=columns,
        initial={"skip_other_sites": bool(elsewhere)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            result = import_observations(
                pilot=pilot, file=bytes(waiting.content), file_name=waiting.file_name,
                by=request.user, columns=form.columns,
                **{name: form.cleaned_data[name]
                   for name in ("replace", "all_or_nothing", "skip_other_sites")},
            )  # fmt: skip
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            if result.loaded:
                waiting.delete()
                messages.success(request, _("The observations are loaded."))
            return redirect("pilots_desk:imported", pilot.pk, result.pk)
    context = {
        "pilot": pilot, "form": form, "waiting": waiting, "table": table,
        "preview": table.rows[:PREVIEW], "rows": len(table.rows), "elsewhere": elsewhere,
        "elsewhere_rows": sum(elsewhere.values()),
    }  # fmt: skip
    return render(request, "pilots/desk/columns.html", context)


@allows(What.ENTER)
def imported(request, pilot, pk_of_import):
    result = get_object_or_404(ObservationImport, pk=pk_of_import, pilot=pilot)
    page = Paginator(result.refused, PAGE).get_page(request.GET.get("page"))
    context = {"pilot": pilot, "result": result, "page": page}
    return render(request, "pilots/desk/imported.html", context)
