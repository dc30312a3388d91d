"""A questionnaire as people will see it, tried out at the desk."""

import json
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.guards import officer_required
from surveys.fill import REFUSED, page_context
from surveys.models import Question, Survey
from surveys.sheet import Sheet


@officer_required
def preview(request, pk):
    """Page by page as people see it. The answers travel along in the page; nothing is kept."""
    survey = get_object_or_404(Survey, pk=pk)
    asked = list(survey.questions.select_related("section"))
    for each in asked:
        each.is_required = each.is_required and each.kind != Question.Kind.PHOTO
    if not asked:
        return redirect("surveys_desk:questions", pk=pk)
    sheet = Sheet(survey=survey, questions=asked, answers=_carried(request), seed="preview")
    page = sheet.page(request.POST.get("part"))
    form = sheet.form(page, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST":
        step, sheet = request.POST.get("go"), sheet.with_answers(form.answers())
        to = sheet.before(page) if step == "back" else form.is_valid() and sheet.after(page)
        if step == "send" and form.is_valid():
            messages.success(request, _("That was all. Nothing of it was kept."))
            return redirect("surveys_desk:questions", pk=pk)
        if to:
            page, form = to, sheet.form(to)
    return render(
        request,
        "surveys/desk/preview.html",
        page_context(sheet, page, form) | {"carried": json.dumps(dict(sheet.answers))},
        status=REFUSED if form.errors else 200,
    )


def _carried(request) -> dict[str, Any]:
    try:
        carried = json.loads(request.POST.get("carried", "{}"))
    except (ValueError, RecursionError):
        return {}
    return carried if isinstance(carried, dict) else {}
