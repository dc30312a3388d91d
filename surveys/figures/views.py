"""What anybody reads of what was answered: figures, files, questionnaire, method."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from surveys.anonymise import published_waves
from surveys.figures.files import groups_as_csv, rows_as_csv
from surveys.models import Survey
from surveys.results import results_of


def asked_survey(pk: int) -> Survey:
    """Surveys become visible when their first wave opens."""
    surveys = Survey.objects.select_related("pilot", "imported")
    survey = get_object_or_404(surveys.prefetch_related("questions", "waves"), pk=pk)
    now = timezone.now()
    if not any(wave.opens_at and wave.opens_at <= now for wave in survey.waves.all()):
        raise Http404
    return survey


def published_survey(pk: int) -> Survey:
    survey = asked_survey(pk)
    if not published_waves(survey):
        raise Http404
    return survey


def results(request, pk):
    survey = asked_survey(pk)
    return render(
        request, "surveys/results.html", {"survey": survey, "results": results_of(survey)}
    )


def results_csv(request, pk):
    """The file from which the page is counted."""
    return rows_as_csv(published_survey(pk), at=timezone.now())


def groups_csv(request, pk):
    """How groups of people answered, and what they weigh."""
    return groups_as_csv(published_survey(pk), at=timezone.now())
