"""The page on which anybody says, before the baseline, what they expect."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.guards import refused_page
from accounts.roles import Right
from pilots.evidence.forecast import ForecastRefused, forecast, take_back, takes_forecasts
from pilots.evidence.forms import ForecastForm
from pilots.models import Forecast, Measure
from pilots.own_place import REFUSED, public_pilot


def forecasts(request, pk):
    pilot = public_pilot(pk)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.user.is_authenticated and (refused := refused_page(request, Right.ANSWER)):
        return refused
    measures = list(pilot.measures.all())
    said = {each.measure_id: each for each in _own(request.user, measures)}
    form = ForecastForm(
        request.POST if request.method == "POST" else None, measures=measures, said=said
    )
    if request.method == "POST" and form.is_valid():
        try:
            _keep(form.changes(), request.user)
            messages.success(request, _("Thank you. When the result is there, you can compare."))
            return redirect("pilots:forecast", pk=pk)
        except ForecastRefused as refusal:
            form.add_error(None, str(refusal))
    rows = [(m, form[f"way-{m.pk}"], form[f"amount-{m.pk}"]) for m in measures]
    return render(
        request,
        "pilots/evidence/forecast.html",
        {
            "pilot": pilot, "form": form, "rows": rows, "said": said,
            "is_open": takes_forecasts(pilot),
        },
        status=REFUSED if form.errors else 200,
    )  # fmt: skip


def _own(person, measures: list[Measure]):
    if not person.is_authenticated:
        return []
    return Forecast.objects.filter(measure__in=measures, person=person)


@transaction.atomic
def _keep(changes: dict[Measure, float | None], by) -> None:
    for measure, change in changes.items():
        if change is None:
            take_back(measure=measure, by=by)
        else:
            forecast(measure=measure, change=change, by=by)
