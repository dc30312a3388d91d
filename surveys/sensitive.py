"""Answers to questions on health and the like: kept only with a consent of their own, and erased
when it is taken back (개인정보 보호법 제23조, 제37조)."""

from datetime import datetime

from django.db import transaction

from photos.erase import erase_photos
from photos.models import Photo
from surveys.keep import keep_published
from surveys.models import AnswerPhoto, Panelist, Question, Response, SavedAnswers, TextReview


def let_answer_sensitive(*, panelist: Panelist, may: bool) -> None:
    panelist.may_answer_sensitive = may
    panelist.save(update_fields=["may_answer_sensitive"])


@transaction.atomic
def erase_sensitive_answers(*, panelist: Panelist, at: datetime) -> int:
    """Returns how many responses held any."""
    questions = Question.objects.filter(survey__panel=panelist.panel_id, is_sensitive=True)
    codes = set(questions.values_list("code", flat=True))
    erase_photos(
        Photo.objects.filter(of_answer__panelist=panelist, of_answer__question__in=questions)
    )
    AnswerPhoto.objects.filter(panelist=panelist, question__in=questions).delete()
    TextReview.objects.filter(response__panelist=panelist, question__in=questions).delete()
    erased = 0
    responses = Response.objects.filter(panelist=panelist)
    keep_published(responses=responses, at=at)
    for response in responses.select_for_update():
        if codes & response.answers.keys():
            response.answers = _without(response.answers, codes)
            response.updated_at = at
            response.save(update_fields=["answers", "updated_at"])
            erased += 1
    for saved in SavedAnswers.objects.filter(panelist=panelist):
        if codes & saved.answers.keys():
            saved.answers = _without(saved.answers, codes)
            saved.save(update_fields=["answers"])
    return erased


def _without(answers: dict, codes: set[str]) -> dict:
    """With the words beside “other” (surveys/answer.py)."""
    return {
        code: answer for code, answer in answers.items() if code.removesuffix(".other") not in codes
    }
