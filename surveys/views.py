"""What anybody sees of a survey: the list, the questions, and thanks."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.guards import refused_page
from accounts.roles import Right
from surveys.fill import Seat, closed_page, fill_in
from surveys.models import Response, Survey
from surveys.panel import answers_for, may_answer, panelist_for


def index(request):
    surveys = list(Survey.objects.public().prefetch_related("waves", "questions"))
    now = timezone.now()
    return render(
        request,
        "surveys/index.html",
        {
            "open_surveys": [
                {"survey": survey, "wave": wave}
                for survey in surveys
                if (wave := survey.open_wave(now))
            ],
            "closed_surveys": [survey for survey in surveys if not survey.open_wave(now)],
        },
    )


def answer_survey(request, pk):
    survey = _asked_survey(pk)
    wave = survey.open_wave()
    if wave is None:
        return closed_page(request, survey)
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect_to_login(survey.get_absolute_url())
        return render(request, "surveys/questions.html", {"survey": survey, "wave": wave})
    code = _code(request)
    other = answers_for(survey=survey, person=request.user, code=code) if code else None
    if not (other if code else may_answer(survey=survey, person=request.user)):
        return render(request, "surveys/not_yours.html", {"survey": survey}, status=403)
    if refused := refused_page(request, Right.ANSWER):
        return refused
    behind = f"?for={code}" if other else ""
    seat = Seat(
        wave=wave,
        panelist=other or panelist_for(panel=survey.panel, person=request.user),
        here=survey.get_absolute_url() + behind,
        done=reverse("surveys:thanks", args=[pk]) + behind,
        level=request.user.level,
    )
    return fill_in(request, seat)


def _code(request) -> str:
    """`?for=CODE`: whom somebody answers for, when it is not themselves."""
    return request.GET.get("for", "").replace("\x00", "")


def _asked_survey(pk: int) -> Survey:
    """Surveys become visible when their first wave opens."""
    surveys = Survey.objects.select_related("pilot", "panel").prefetch_related("questions", "waves")
    survey = get_object_or_404(surveys, pk=pk)
    now = timezone.now()
    if not any(wave.opens_at and wave.opens_at <= now for wave in survey.waves.all()):
        raise Http404
    return survey


@login_required
def thanks(request, pk):
    survey = _asked_survey(pk)
    code = _code(request)
    other = answers_for(survey=survey, person=request.user, code=code) if code else None
    whose = {"panelist": other} if other else {"panelist__person": request.user}
    response = (
        Response.objects.filter(wave__survey=survey, **whose)
        .select_related("wave")
        .order_by("-updated_at")
        .first()
    )
    if response is None:
        return redirect(survey)
    return render(
        request,
        "surveys/thanks.html",
        {"survey": survey, "wave": response.wave, "is_open": response.wave.is_open()},
    )
