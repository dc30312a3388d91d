"""업무 화면 of the days: a manager has some counted again and sees what was."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.guards import manager_required
from jobs.models import Job
from reports.days.forms import RecountForm
from reports.days.recount import RecountRefused, recount
from reports.models import Recount

SHOWN = 30


@manager_required
def recounts(request):
    form = RecountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recount(by=request.user, **form.cleaned_data)
        except RecountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("These days are counted again. It takes about a minute a day.")
            )
            return redirect("reports_desk:recounts")
    running = Job.objects.filter(kind="reports.recount", status__in=Job.OPEN).exists()
    rows = Recount.objects.select_related("by")[:SHOWN]
    return render(
        request, "reports/days/recounts.html", {"form": form, "rows": rows, "running": running}
    )
