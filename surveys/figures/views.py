"""What anybody reads of what was answered: figures, files, questionnaire, method."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from surveys.anonymise import published_waves
from surveys.build.file import as_file
from surveys.figures.files import as_csv, groups_as_csv, rows_as_csv
from surveys.figures.open import CODEBOOK, codebook
from surveys.models import Question, Survey
from surveys.results import results_of
from surveys.words import labels_of, rows_of


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


def codebook_csv(request, pk):
    survey = published_survey(pk)
    return as_csv(f"survey-{survey.pk}-codebook", CODEBOOK, codebook(survey))


def questionnaire(request, pk):
    """What was asked, to be read; also before anything is published."""
    survey = asked_survey(pk)
    return render(
        request,
        "surveys/questionnaire.html",
        {
            "survey": survey,
            "sections": _in_sections(survey),
            "is_published": bool(published_waves(survey)),
        },
    )


def questionnaire_json(request, pk):
    survey = asked_survey(pk)
    response = HttpResponse(as_file(survey), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.pk}.json"'
    return response


def method(request, pk):
    survey = published_survey(pk)
    results = results_of(survey)
    told = {each["wave"].pk: each["n"] for each in results["waves"]}
    return render(
        request,
        "surveys/method.html",
        {
            "survey": survey,
            "imported": getattr(survey, "imported", None),
            "results": results,
            "waves": [
                {"wave": each.wave, "n": told.get(each.wave.pk), "k": each.k}
                for each in results["published"].waves
            ],
            "smallest_group": results["smallest_group"],
        },
    )


def _in_sections(survey: Survey) -> list[dict[str, Any]]:
    """Questions without a section come first; numbers go on from section to section."""
    questions = list(survey.questions.all())
    known = {question.code: question for question in questions}
    result, first = [], 1
    for section in [None, *survey.sections.all()]:
        own = [each for each in questions if each.section_id == (section.pk if section else None)]
        if own:
            result.append(
                {
                    "title": section.title if section else "",
                    "intro": section.intro if section else "",
                    "first": first,
                    "questions": [_described(question, known) for question in own],
                }
            )
            first += len(own)
    return result


def _described(question: Question, known: dict[str, Question]) -> dict[str, Any]:
    has_choice = bool(question.options) or question.kind in ("scale", "matrix")
    return {
        "question": question,
        "labels": [label for _code, label in labels_of(question)] if has_choice else [],
        "statements": [str(row["words"]) for row in rows_of(question)],
        "shown_if": _condition(question.shown_if, known),
    }


def _condition(shown_if: dict[str, Any], known: dict[str, Question]) -> dict[str, str] | None:
    asked = known.get(shown_if.get("question", ""))
    if asked is None:
        return None
    labels = {str(code): label for code, label in labels_of(asked)}
    answers = [labels.get(str(code), str(code)) for code in shown_if.get("any_of", [])]
    return {"question": str(asked.words), "answers": ", ".join(answers)}
