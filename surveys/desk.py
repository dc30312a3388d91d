"""The officers' side of surveys: open and close their waves, take the answers out.

The questions are written in surveys/build/.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import note_access
from accounts.guards import officer_required
from surveys.desk_forms import WaveForm
from surveys.figures.files import rows_as_csv
from surveys.models import Survey, Wave
from surveys.waves import WaveIsOver, close_wave, open_wave

A_PAGE = 50
REFUSED = 422


@officer_required
def index(request):
    surveys = (
        Survey.objects.select_related("pilot")
        .prefetch_related("waves")
        .annotate(response_count=Count("waves__responses"))
        .order_by("-created_at", "-pk")
    )
    page = Paginator(surveys, A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    lines = [{"survey": survey, "wave": survey.open_wave(now)} for survey in page.object_list]
    return render(request, "surveys/desk/index.html", {"page": page, "lines": lines})


@officer_required
def detail(request, pk, wave_form=None):
    survey = get_object_or_404(
        Survey.objects.select_related("pilot").prefetch_related("questions"), pk=pk
    )
    waves = survey.waves.annotate(response_count=Count("responses"))
    now = timezone.now()
    return render(
        request,
        "surveys/desk/detail.html",
        {
            "survey": survey,
            "waves": [{"wave": wave, "is_open": wave.is_open(now)} for wave in waves],
            "wave_form": wave_form or WaveForm(initial={"opens_at": timezone.localtime(now)}),
            "now": now,
        },
        status=REFUSED if wave_form else 200,
    )


@require_POST
@officer_required
def wave(request, pk):
    survey = get_object_or_404(Survey, pk=pk)
    form = WaveForm(request.POST)
    if form.is_valid():
        try:
            open_wave(survey=survey, **form.cleaned_data)
            messages.success(request, _("The wave has its dates."))
            return redirect("surveys_desk:detail", pk=survey.pk)
        except ValidationError as refusal:
            form.add_error("closes_at", refusal.messages)
        except WaveIsOver as refusal:
            form.add_error(None, str(refusal))
    return detail(request, pk, wave_form=form)


@require_POST
@officer_required
def close(request, pk):
    closed = close_wave(wave=get_object_or_404(Wave, pk=pk))
    messages.success(request, _("The wave is closed. Its results are public now."))
    return redirect("surveys_desk:detail", pk=closed.survey_id)


@officer_required
def export(request, pk):
    """The same rows that everybody may have, and a line in the access log all the same."""
    survey = get_object_or_404(Survey, pk=pk)
    note_access(staff=request.user, action="survey-export", thread=f"survey:{survey.pk}")
    return rows_as_csv(survey, at=timezone.now())
