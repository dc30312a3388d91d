"""The desk page on which a re-check is reported."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pilots.after.forms import RecheckForm
from pilots.after.recheck import RecheckRefused, recheck
from pilots.after.shown import rechecks_of
from pilots.desk import runs_pilot
from pilots.models import ReCheck


@runs_pilot
def report_recheck(request, pilot, months):
    row = get_object_or_404(ReCheck, pilot=pilot, months=months, pilot__conclusion__isnull=False)
    form = RecheckForm(
        request.POST or None, measures=pilot.measures.all(),
        comparisons=pilot.conclusion.evidence["comparisons"],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            recheck(
                pilot=pilot, months=months, finding=form.cleaned_data["finding"],
                words=form.cleaned_data["words"], values=form.values, by=request.user,
            )  # fmt: skip
        except RecheckRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The re-check is reported. Those who follow are told."))
            return redirect("pilots_desk:detail", pilot.pk)
    context = {
        "pilot": pilot, "row": row, "form": form,
        "rechecks": rechecks_of(pilot, pilot.conclusion),
    }  # fmt: skip
    return render(request, "pilots/after/recheck.html", context)
