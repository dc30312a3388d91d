"""Fills in a wave page by page; every step is saved, so that one may go on later or elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.roles import Level
from photos.clean import PhotoRefused
from surveys.answer import AnswersRefused, WaveIsClosed, answer, questions_for
from surveys.forms import AnswerForm
from surveys.models import Panelist, Question, Response, Survey, Wave
from surveys.pages import Page
from surveys.save import drop_answer_photo, keep_answer_photo, save_answers
from surveys.sheet import Sheet, sheet_of

REFUSED = 422
NOTHING_TO_SHOW = 204


@dataclass(frozen=True)
class Seat:
    """Who answers which wave, at which address, and where they are thanked."""

    wave: Wave
    panelist: Panelist
    here: str
    done: str
    level: str = Level.REGISTERED

    def page_url(self, page: Page) -> str:
        joined_by = "&" if "?" in self.here else "?"
        return f"{self.here}{joined_by}part={page.number}"


def fill_in(request, seat: Seat) -> HttpResponse:
    """The whole of answering; whether the person may answer was looked at before."""
    try:
        if not seat.wave.is_open():
            raise WaveIsClosed
        return _take(request, seat) if request.method == "POST" else _look(request, seat)
    except WaveIsClosed:
        return closed_page(request, seat.wave.survey)


def closed_page(request, survey: Survey) -> HttpResponse:
    """Who had the page open when the wave closed is told that nothing was sent."""
    is_late = request.method == "POST"
    return render(
        request, "surveys/closed.html", {"survey": survey, "is_late": is_late},
        status=REFUSED if is_late else 200,
    )  # fmt: skip


def _look(request, seat: Seat) -> HttpResponse:
    sheet = sheet_of(seat.wave, seat.panelist)
    page = sheet.page(request.GET.get("part") or sheet.left_at)
    return _show(request, seat, sheet, page, sheet.form(page))


def _take(request, seat: Seat) -> HttpResponse:
    refused = _take_photos(request, seat)
    sheet = sheet_of(seat.wave, seat.panelist)
    page = sheet.page(request.POST.get("part"))
    form = sheet.form(page, request.POST)
    for code, sentence in refused.items():
        form.errors[f"q-{code}"] = form.error_class([sentence])
    step, given = request.POST.get("go", "send"), form.answers()
    if step in ("next", "send") and form.errors:
        _save(seat, given, page)
        return _show(request, seat, sheet, page, form)
    if step == "send":
        return _send(request, seat, sheet.with_answers(given), form)
    return _go(request, seat, sheet.with_answers(given), page, step)


def _take_photos(request, seat: Seat) -> dict[str, str]:
    """One sentence for each photo that cannot be used."""
    refused = {}
    for question in questions_for(seat.wave, seat.panelist):
        if question.kind != Question.Kind.PHOTO:
            continue
        whose: dict[str, Any] = {"wave": seat.wave, "panelist": seat.panelist, "question": question}
        upload = request.FILES.get(f"q-{question.code}")
        try:
            if upload:
                keep_answer_photo(upload=upload, **whose)
            elif f"q-{question.code}.remove" in request.POST:
                drop_answer_photo(**whose)
        except PhotoRefused as refusal:
            refused[question.code] = str(refusal)
    return refused


def _send(request, seat: Seat, sheet: Sheet, form: AnswerForm) -> HttpResponse:
    try:
        answer(
            wave=seat.wave, panelist=seat.panelist, answers=sheet.answers, level=seat.level,
            client_id=form.cleaned_data.get("client_id"),
        )  # fmt: skip
        return redirect(seat.done)
    except WaveIsClosed:
        raise
    except AnswersRefused as refusal:
        return _lead_back(request, seat, sheet, refusal)


def _lead_back(request, seat: Seat, sheet: Sheet, refusal: AnswersRefused) -> HttpResponse:
    """An answer on another page is missing, because somebody skipped it or changed one before."""
    wrong = {question.code: question for question in sheet.questions}
    for code, sentence in refusal.errors.items():
        messages.warning(request, f"{wrong[code].words}: {sentence}" if code in wrong else sentence)
    page = next(filter(None, map(sheet.holding, refusal.errors)), sheet.pages[0])
    _save(seat, sheet.answers, page)
    return redirect(seat.page_url(page))


def _go(request, seat: Seat, sheet: Sheet, page: Page, step: str) -> HttpResponse:
    beside = {"next": sheet.after, "back": sheet.before}
    to = (beside[step](page) if step in beside else None) or page
    _save(seat, sheet.answers, to)
    if step == "keep":
        return HttpResponse(status=NOTHING_TO_SHOW)
    if step == "later":
        messages.success(
            request, _("What you filled in is saved. Come back while the survey is open.")
        )
        return redirect("surveys:index")
    return redirect(seat.page_url(to))


def _save(seat: Seat, answers: Mapping[str, Any], page: Page) -> None:
    save_answers(wave=seat.wave, panelist=seat.panelist, answers=answers, section=page.number)


def _show(request, seat: Seat, sheet: Sheet, page: Page, form: AnswerForm) -> HttpResponse:
    sent = Response.objects.filter(wave=seat.wave, panelist=seat.panelist).first()
    return render(
        request,
        "surveys/answer.html",
        page_context(sheet, page, form) | {"wave": seat.wave, "here": seat.here, "own": sent},
        status=REFUSED if form.errors else 200,
    )


def page_context(sheet: Sheet, page: Page, form: AnswerForm) -> dict[str, Any]:
    """What templates/surveys/_page.html shows: to somebody who answers, or in a preview."""
    return {
        "survey": sheet.survey,
        "form": form,
        "page": page,
        "before": sheet.before(page),
        "after": sheet.after(page),
        "here_of_all": (sheet.pages.index(page) + 1, sheet.count(page)),
        "has_place": any(each.kind == Question.Kind.PLACE for each in page.questions),
    }
