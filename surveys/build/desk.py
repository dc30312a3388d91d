"""The officers' side of a questionnaire: an overview, a page for each question, and a preview."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import officer_required
from surveys.build.bank import from_bank
from surveys.build.edit import (
    DOWN,
    UP,
    NoSuchQuestion,
    copy_question,
    drop_question,
    drop_section,
    move_question,
    move_section,
    put_question,
    put_section,
)
from surveys.build.file import FileRefused, as_file, copy_survey, make_version, read_file
from surveys.build.forms import (
    FileForm,
    NewQuestionForm,
    QuestionForm,
    SectionForm,
    SurveyForm,
    question_as_initial,
    survey_as_initial,
)
from surveys.build.rules import Row
from surveys.make import (
    QuestionsRefused,
    SurveyHasResponses,
    change_survey,
    create_survey,
    has_responses,
    rows_of_questions,
    rows_of_sections,
)
from surveys.models import Question, Survey
from surveys.pages import blocks_of

REFUSED = 422
ACTS = {
    "up": lambda survey, code: move_question(survey=survey, code=code, step=UP),
    "down": lambda survey, code: move_question(survey=survey, code=code, step=DOWN),
    "copy": lambda survey, code: copy_question(survey=survey, code=code),
    "delete": lambda survey, code: drop_question(survey=survey, code=code),
}
SECTION_ACTS = {
    "up": lambda survey, number: move_section(survey=survey, number=number, step=UP),
    "down": lambda survey, number: move_section(survey=survey, number=number, step=DOWN),
    "delete": lambda survey, number: drop_section(survey=survey, number=number),
}


@officer_required
def about(request, pk=None):
    """Title, introduction and how it is asked; a new survey gets its questions afterwards."""
    survey = get_object_or_404(Survey, pk=pk) if pk else None
    form = SurveyForm(
        request.POST if request.method == "POST" else None,
        initial=survey_as_initial(survey) if survey else _begun_for(request),
    )
    if form.is_valid():
        try:
            if survey:
                change_survey(survey=survey, **form.cleaned_data)
            else:
                survey = create_survey(questions=[], by=request.user, **form.cleaned_data)
            messages.success(request, _("The survey is saved."))
            return redirect("surveys_desk:questions", pk=survey.pk)
        except QuestionsRefused as refusal:
            form.add_error("by_section", str(refusal))
    return _page(request, "about", survey, form)


def _begun_for(request) -> dict[str, bool]:
    """Written for a pilot, a survey is asked of its participants alone."""
    return {"is_public": request.GET.get("for") != "pilot"}


@officer_required
def questions(request, pk):
    survey = get_object_or_404(Survey.objects.select_related("pilot"), pk=pk)
    asked = list(survey.questions.select_related("section"))
    return render(
        request,
        "surveys/desk/questions.html",
        {
            "survey": survey,
            "blocks": _with_empty(survey, blocks_of(asked)),
            "count": len(asked),
            "last_section": survey.sections.count() or "",
            "is_fixed": has_responses(survey),
            "adding": NewQuestionForm(),
        },
    )


def _with_empty(survey: Survey, blocks) -> list[dict[str, Any]]:
    """All sections, also those that have no question yet."""
    by_section = {block.section: block.questions for block in blocks}
    loose = by_section.pop(None, [])
    lines: list[dict[str, Any]] = [{"number": 0, "questions": loose}] if loose else []
    return lines + [
        {"number": number, "section": section, "questions": by_section.get(section, [])}
        for number, section in enumerate(survey.sections.all(), 1)
    ]


@officer_required
def question(request, pk, code=""):
    survey = get_object_or_404(Survey, pk=pk)
    sections, rows = rows_of_sections(survey), rows_of_questions(survey)
    place = next((n for n, row in enumerate(rows) if row["code"] == code), None)
    if code and place is None:
        raise Http404
    row = None if place is None else rows[place]
    kind = request.GET.get("kind") or (row["kind"] if row else "")
    if kind not in Question.Kind.values:
        return redirect("surveys_desk:questions", pk=pk)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        sections=sections,
        before=rows[:place],
        initial=_initial(row, kind) if row else {"section": request.GET.get("section")},
    )
    if form.is_valid():
        try:
            put_question(survey=survey, row=form.as_row(), code=code)
            messages.success(request, _("The question is saved."))
            return redirect("surveys_desk:questions", pk=pk)
        except (QuestionsRefused, SurveyHasResponses, NoSuchQuestion) as refusal:
            form.add_error(None, _said(refusal))
    return _page(
        request, "question", survey, form, row=row, kind=Question.Kind(kind).label,
        kinds=NewQuestionForm(initial={"kind": kind})["kind"],
    )  # fmt: skip


def _initial(row: Row, kind: str) -> dict[str, Any]:
    """The words stay when an officer chooses another kind; what only the old kind had does not."""
    if kind != row["kind"]:
        row = row | {"kind": kind, "options": [], "rows": [], "largest": None, "smallest": None}
    return question_as_initial(row)


@require_POST
@officer_required
def add(request, pk):
    """From the bank, whole; any other kind gets its page first."""
    survey = get_object_or_404(Survey, pk=pk)
    row = from_bank(request.POST.get("bank", ""))
    if row is None:
        messages.warning(request, _("Choose a question from the list."))
        return redirect("surveys_desk:questions", pk=pk)
    taken = {each["code"] for each in rows_of_questions(survey)}
    code = "" if row["code"] in taken else row["code"]
    section = survey.sections.count() or None
    return _do(request, pk, lambda: put_question(
        survey=survey, row=row | {"code": code, "section": section}
    ))  # fmt: skip


@require_POST
@officer_required
def act(request, pk, code, act):
    survey = get_object_or_404(Survey, pk=pk)
    if act not in ACTS:
        raise Http404
    return _do(request, pk, lambda: ACTS[act](survey, code))


@officer_required
def section(request, pk, number=None):
    survey = get_object_or_404(Survey, pk=pk)
    sections = rows_of_sections(survey)
    if number is not None and not 1 <= number <= len(sections):
        raise Http404
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        initial=sections[number - 1] if number else None,
    )
    if form.is_valid():
        try:
            put_section(survey=survey, number=number, **form.cleaned_data)
            return redirect("surveys_desk:questions", pk=pk)
        except SurveyHasResponses as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "section", survey, form, number=number)


@require_POST
@officer_required
def section_act(request, pk, number, act):
    survey = get_object_or_404(Survey, pk=pk)
    if act not in SECTION_ACTS or not 1 <= number <= survey.sections.count():
        raise Http404
    return _do(request, pk, lambda: SECTION_ACTS[act](survey, number))


def _do(request, pk: int, change) -> HttpResponse:
    try:
        change()
    except (QuestionsRefused, SurveyHasResponses, NoSuchQuestion) as refusal:
        messages.warning(request, _said(refusal))
    return redirect("surveys_desk:questions", pk=pk)


def _said(refusal: Exception) -> str:
    if isinstance(refusal, QuestionsRefused):
        return " ".join(
            _("Question %(number)s: %(problem)s") % {"number": place + 1, "problem": sentence}
            for place, sentence in refusal.errors.items()
        )
    return str(refusal)


def _page(request, name: str, survey: Survey | None, form, **context) -> HttpResponse:
    return render(
        request,
        f"surveys/desk/{name}.html",
        {"survey": survey, "form": form} | context,
        status=REFUSED if form.errors else 200,
    )


@officer_required
def as_json(request, pk):
    response = HttpResponse(
        as_file(get_object_or_404(Survey, pk=pk)), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="questionnaire-{pk}.json"'
    return response


@officer_required
def bring(request):
    form = FileForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    problems: list[str] = []
    if form.is_valid():
        try:
            survey = read_file(content=form.cleaned_data["file"].read(), by=request.user)
            messages.success(request, _("The questionnaire is here. Nobody is asked yet."))
            return redirect("surveys_desk:questions", pk=survey.pk)
        except FileRefused as refusal:
            problems = refusal.problems
    return render(
        request, "surveys/desk/bring.html", {"form": form, "problems": problems},
        status=REFUSED if problems or form.errors else 200,
    )  # fmt: skip


@require_POST
@officer_required
def copy(request, pk):
    made = copy_survey(survey=get_object_or_404(Survey, pk=pk), by=request.user)
    messages.success(request, _("This is the copy. Nobody is asked yet."))
    return redirect("surveys_desk:about", pk=made.pk)


@require_POST
@officer_required
def version(request, pk):
    made = make_version(survey=get_object_or_404(Survey, pk=pk), by=request.user)
    messages.success(request, _("This is the new version. Nobody is asked yet."))
    return redirect("surveys_desk:questions", pk=made.pk)
