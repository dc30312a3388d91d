"""The officers' side of surveys: write one, open and close its waves, take the answers out."""

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
from surveys.desk_forms import (
    QuestionFormSet,
    SurveyForm,
    WaveForm,
    question_as_initial,
    survey_as_initial,
)
from surveys.make import (
    QuestionsRefused,
    SurveyHasResponses,
    change_survey,
    create_survey,
    has_responses,
)
from surveys.models import Survey, Wave
from surveys.views import rows_as_csv
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


@officer_required
def new(request):
    return _write(request, None)


@officer_required
def edit(request, pk):
    return _write(request, get_object_or_404(Survey, pk=pk))


def _write(request, survey: Survey | None):
    form = SurveyForm(
        request.POST if request.method == "POST" else None,
        initial=survey_as_initial(survey) if survey else None,
    )
    is_fixed = bool(survey and has_responses(survey))
    questions = None if is_fixed else _question_forms(request, survey)
    if request.method == "POST" and "more" not in request.POST and _is_good(form, questions):
        try:
            saved = _save(survey, form.cleaned_data, questions, by=request.user)
            messages.success(request, _("The survey is saved."))
            return redirect("surveys_desk:detail", pk=saved.pk)
        except QuestionsRefused as refusal:
            _show_refusal(form, questions, refusal)
        except SurveyHasResponses as refusal:
            form.add_error(None, str(refusal))
    is_refused = request.method == "POST" and "more" not in request.POST
    return render(
        request,
        "surveys/desk/edit.html",
        {"survey": survey, "form": form, "questions": questions},
        status=REFUSED if is_refused else 200,
    )


def _question_forms(request, survey: Survey | None):
    initial = [question_as_initial(each) for each in survey.questions.all()] if survey else None
    if request.method != "POST":
        return QuestionFormSet(initial=initial, prefix="questions")
    data = request.POST.copy()
    if "more" in data:
        # Without JavaScript: one more empty question below those already written.
        data["questions-TOTAL_FORMS"] = str(_number(data.get("questions-TOTAL_FORMS")) + 1)
    return QuestionFormSet(data, initial=initial, prefix="questions")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _is_good(form, questions) -> bool:
    return all([form.is_valid(), questions is None or questions.is_valid()])


def _save(survey: Survey | None, data: dict, questions, *, by) -> Survey:
    written = None if questions is None else questions.questions()
    if survey is None:
        return create_survey(questions=written or [], by=by, **data)
    return change_survey(survey=survey, questions=written, **data)


def _show_refusal(form, questions, refusal: QuestionsRefused) -> None:
    kept = questions.kept()
    for place, sentence in refusal.errors.items():
        if place < len(kept):
            kept[place].add_error(None, sentence)
        else:
            form.add_error(None, sentence)


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
