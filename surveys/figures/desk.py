"""The officers' side of results: what to weigh by, and which free answers may be read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.guards import officer_required
from surveys.anonymise import published_waves
from surveys.figures.forms import DecisionForm, WeightForm
from surveys.figures.texts import TextRefused, free_answers, review_text
from surveys.figures.weighing import WeightsRefused, weigh_by
from surveys.models import Question, Response, Survey

A_PAGE = 50
REFUSED = 422


@officer_required
def weights(request, pk):
    survey = get_object_or_404(Survey.objects.select_related("pilot"), pk=pk)
    form = WeightForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            weigh_by(survey=survey, dimensions=form.cleaned_data["by"], by=request.user)
            messages.success(request, _("The weighting is saved."))
            return redirect("surveys_desk:detail", pk=pk)
        except WeightsRefused as refusal:
            form.add_error("by", str(refusal))
    return render(
        request,
        "surveys/desk/weights.html",
        {"survey": survey, "form": form},
        status=REFUSED if form.errors else 200,
    )


@officer_required
def texts(request, pk):
    """Reading what residents wrote is noted, like every look at personal data."""
    survey = get_object_or_404(Survey, pk=pk)
    problem = _decide(request, survey) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect(f"{request.path}?page={request.GET.get('page', '1')[:6]}")
    note_access(staff=request.user, action="survey-texts", thread=f"survey:{survey.pk}")
    answers = free_answers(survey)
    return render(
        request,
        "surveys/desk/texts.html",
        {
            "survey": survey,
            "page": Paginator(answers, A_PAGE).get_page(request.GET.get("page")),
            "waiting": sum(answer.is_shown is None for answer in answers),
            "has_closed": bool(published_waves(survey, timezone.now())),
            "problem": problem,
        },
        status=REFUSED if problem else 200,
    )


def _decide(request, survey: Survey) -> str:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _("Please choose what to do with this answer.")
    told = form.cleaned_data
    responses = Response.objects.filter(wave__survey=survey).select_related("wave")
    try:
        review_text(
            response=get_object_or_404(responses, pk=told["response"]),
            question=get_object_or_404(Question, survey=survey, pk=told["question"]),
            is_shown=told["decision"] == "show",
            by=request.user,
        )
    except TextRefused as refusal:
        return str(refusal)
    return ""
