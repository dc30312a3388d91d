"""Keeps what somebody has filled in so far, good or not yet good, until they send it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from photos.erase import erase_photos
from photos.keep import keep_photo
from photos.models import Photo
from surveys.answer import NotInPanel, WaveIsClosed, check_answers, photos_of, questions_for
from surveys.check import tidy
from surveys.models import AnswerPhoto, Panelist, Question, Response, SavedAnswers, Wave

KEPT_AFTER_CLOSING = timedelta(days=7)
LONGEST_KEPT = 10_000  # characters of something typed that is too long to be sent


def save_answers(
    *,
    wave: Wave,
    panelist: Panelist,
    answers: Mapping[str, Any],
    section: int = 0,
    at: datetime | None = None,
) -> SavedAnswers:
    """`answers` is everything so far; `section` is where the person goes on."""
    at = at or timezone.now()
    if not wave.is_open(at):
        raise WaveIsClosed
    if panelist.panel_id != wave.survey.panel_id or not panelist.may_answer:
        raise NotInPanel
    questions = questions_for(wave, panelist)
    kept = {"answers": _kept(questions, answers, wave, panelist), "section": section}
    return SavedAnswers.objects.update_or_create(
        wave=wave, panelist=panelist, defaults=kept | {"updated_at": at}
    )[0]


def answers_so_far(wave: Wave, panelist: Panelist) -> tuple[dict[str, Any], SavedAnswers | None]:
    """What is saved, or else what was sent before and may still be changed."""
    saved = SavedAnswers.objects.filter(wave=wave, panelist=panelist).first()
    if saved:
        return saved.answers, saved
    sent = Response.objects.filter(wave=wave, panelist=panelist).first()
    return (sent.answers if sent else {}), None


def _kept(
    questions: Iterable[Question], answers: Mapping[str, Any], wave: Wave, panelist: Panelist
) -> dict[str, Any]:
    """Good answers as they will be sent; others as they were typed, so that nothing is lost.

    A place is only kept once it is good: until then it could be exact (surveys/check.py).
    """
    questions = list(questions)
    good, _errors = check_answers(questions, answers, photos=photos_of(wave, panelist))
    kept = dict(good)
    for question in questions:
        if question.kind in (Question.Kind.PLACE, Question.Kind.PHOTO):
            continue
        for code in (question.code, f"{question.code}.other"):
            given = _cut(tidy(answers.get(code)))
            if code not in kept and given is not None:
                kept[code] = given
    return kept


def _cut(given: Any) -> Any:
    if isinstance(given, str):
        return given[:LONGEST_KEPT]
    return None if len(str(given)) > LONGEST_KEPT else given


def sent_photos(wave: Wave, panelist: Panelist) -> QuerySet[AnswerPhoto]:
    return AnswerPhoto.objects.filter(wave=wave, panelist=panelist)


def keep_answer_photo(*, wave: Wave, panelist: Panelist, question: Question, upload) -> int:
    """Raises photos.clean.PhotoRefused; otherwise the new photo takes the place of the old."""
    photo = keep_photo(upload=upload)  # takes its time: nobody waits for the lock meanwhile
    with transaction.atomic():
        Panelist.objects.select_for_update().get(pk=panelist.pk)  # two windows take turns
        drop_answer_photo(wave=wave, panelist=panelist, question=question)
        AnswerPhoto.objects.create(wave=wave, panelist=panelist, question=question, photo=photo)
    return photo.pk


def drop_answer_photo(*, wave: Wave, panelist: Panelist, question: Question) -> None:
    erase_photos(
        Photo.objects.filter(
            of_answer__wave=wave, of_answer__panelist=panelist, of_answer__question=question
        )
    )


def erase_saved(at: datetime | None = None) -> int:
    """What nobody sent, a week after its wave closed; with the photos that nobody sent."""
    over = (at or timezone.now()) - KEPT_AFTER_CLOSING
    sent = Response.objects.filter(wave=OuterRef("wave"), panelist=OuterRef("panelist"))
    left = AnswerPhoto.objects.filter(wave__closes_at__lte=over).exclude(Exists(sent))
    erase_photos(Photo.objects.filter(of_answer__in=left))
    return SavedAnswers.objects.filter(wave__closes_at__lte=over).delete()[0]
