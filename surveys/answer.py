"""Somebody answers a survey: each answer is looked at, and a wave is answered once.

Answers are plain JSON, one key for each question that was answered; what was skipped is not there.

    one answer       "q1": "a"              with words of one's own: "q1": "other", "q1.other": "…"
    several answers  "q2": ["a", "c"]       in the order of the options; "q2.other" as above
    scale            "q3": 4                1 to 5
    matrix           "q4": {"clean": 4, "safe": 2}   each statement's code, 1 to 5
    ranking          "q5": ["b", "a", "c"]  the best first; only the first three where `largest` is 3
    number           "q6": 12.5
    date             "q7": "2026-05-31"
    short, text      "q8": "…"
    place            "q9": {"lon": 127.0331, "lat": 37.7412, "district": "4115051000"}
                     rounded to about ten metres; only {"district": …} where no spot was chosen
    photo            "q10": 17              the key of a photos.Photo, through surveys.AnswerPhoto

For several answers `largest` is how many may be chosen. "other" is an option's code (surveys/words.py).
A question that was not shown, because of `shown_if` or because somebody did not agree to be asked
about their health, has no answer, whatever was sent.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Channel, Level
from surveys.check import check, check_words, chose_other, how_to_answer, tidy, with_other
from surveys.models import AnswerPhoto, Panelist, Question, Response, SavedAnswers, Wave


class AnswersRefused(Exception):
    """`errors` holds one sentence for each question code that has to be looked at again."""

    def __init__(self, errors: dict[str, str]):
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class WaveIsClosed(AnswersRefused):
    """The wave has not opened yet or no longer takes answers."""

    def __init__(self):
        super().__init__({"": _("This survey is not taking answers now.")})


class NotInPanel(AnswersRefused):
    """The survey was not given to this person."""

    def __init__(self):
        super().__init__({"": _("This survey is for the participants of its pilot.")})


def answer(
    *,
    wave: Wave,
    panelist: Panelist,
    answers: Mapping[str, Any],
    channel: str = Channel.WEB,
    level: str = Level.REGISTERED,
    recorded_by: User | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Response:
    """Keeps the answers; asked again while the wave is open, the later answers count."""
    at = at or timezone.now()
    if not wave.is_open(at):
        raise WaveIsClosed
    if panelist.panel_id != wave.survey.panel_id or not panelist.may_answer:
        raise NotInPanel
    questions = questions_for(wave, panelist, channel)
    checked, errors = check_answers(questions, answers, photos=photos_of(wave, panelist))
    if errors:
        raise AnswersRefused(errors)
    response = Response(
        wave=wave,
        panelist=panelist,
        answers=checked,
        channel=channel,
        level=level,
        recorded_by=recorded_by,
        client_id=client_id,
        created_at=at,
        updated_at=at,
    )
    try:
        return _insert(response)
    except IntegrityError:
        if changed := _change(wave, panelist, checked, at):
            return changed
        # The client's number was used for something else: this is a new response all the same.
        response.pk = response.client_id = None
        return _insert(response)


@transaction.atomic
def _insert(response: Response) -> Response:
    response.save(force_insert=True)
    _forget_saved(response.wave, response.panelist)
    return response


@transaction.atomic
def _change(wave: Wave, panelist: Panelist, answers: dict, at: datetime) -> Response | None:
    response = Response.objects.select_for_update().filter(wave=wave, panelist=panelist).first()
    if response and response.answers != answers:
        response.answers, response.updated_at = answers, at
        response.save(update_fields=["answers", "updated_at"])
    if response:
        _forget_saved(wave, panelist)
    return response


def _forget_saved(wave: Wave, panelist: Panelist) -> None:
    SavedAnswers.objects.filter(wave=wave, panelist=panelist).delete()


def questions_for(
    wave: Wave, panelist: Panelist | None, channel: str = Channel.WEB
) -> list[Question]:
    """Those this person is asked: on health and the like only with a consent of its own, for
    photos only where somebody can send one. Nobody can be asked for what a paper leaves blank."""
    may_ask = bool(panelist and panelist.may_answer_sensitive)
    questions = [
        question
        for question in wave.survey.questions.select_related("section")
        if (may_ask or not question.is_sensitive)
        and (channel == Channel.WEB or question.kind != Question.Kind.PHOTO)
    ]
    for question in questions:
        question.is_required = question.is_required and channel != Channel.PAPER
    return questions


def photos_of(wave: Wave, panelist: Panelist) -> set[int]:
    sent = AnswerPhoto.objects.filter(wave=wave, panelist=panelist)
    return set(sent.values_list("photo_id", flat=True))


def check_answers(
    questions: Iterable[Question], answers: Mapping[str, Any], photos: Collection[int] = ()
) -> tuple[dict[str, Any], dict[str, str]]:
    """What to keep, and one sentence for each question that has to be looked at again.

    Answers come as text from a form or as JSON from elsewhere; codes nobody asked for are left out.
    """
    checked: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for question in questions:
        if is_shown(question, checked):
            try:
                checked |= _check_one(question, answers, photos)
            except ValueError as refusal:
                errors[question.code] = str(refusal)
    return checked, errors


def is_shown(question: Question, answers: Mapping[str, Any]) -> bool:
    """`answers` are those that were kept of the questions before it."""
    condition = question.shown_if
    if not condition:
        return True
    given = answers.get(condition["question"], [])
    chosen = given if isinstance(given, list) else [given]
    return bool({str(code) for code in chosen} & {str(code) for code in condition["any_of"]})


def _check_one(
    question: Question, answers: Mapping[str, Any], photos: Collection[int]
) -> dict[str, Any]:
    other = f"{question.code}.other"
    words = tidy(answers.get(other))
    given = with_other(question, tidy(answers.get(question.code)), words)
    if given is None:
        if question.is_required:
            raise ValueError(how_to_answer(question))
        return {}
    kept = {question.code: check(question, given, photos)}
    if words and chose_other(question, kept[question.code]):
        kept[other] = check_words(words)
    return kept
