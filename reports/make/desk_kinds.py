"""업무 화면 of the kinds of reports: what each shows, and whether it drafts itself."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.guards import manager_required
from reports.forms import KindForm
from reports.kinds import write_kind
from reports.models import ReportKind


@manager_required
def index(request):
    return render(request, "reports/make/kinds.html", {"kinds": ReportKind.objects.all()})


@manager_required
def kind(request, kind):
    row = get_object_or_404(ReportKind, pk=kind)
    form = KindForm(request.POST or None, kind=row)
    if request.method == "POST" and form.is_valid():
        left = {"figures": row.figures, "charts": row.charts}  # a kind may not ask for them
        write_kind(kind=row, by=request.user, **left | form.cleaned_data)
        messages.success(request, _("The kind is saved. New reports follow it."))
        return redirect("reports_desk:kinds")
    return render(request, "reports/make/kind.html", {"form": form, "kind": row})
