"""Somebody answers a survey: each answer is looked at, and a wave is answered once."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Channel, Level
from surveys.models import Panelist, Question, Response, Wave
from surveys.words import with_unit

SCALE = range(1, 6)
LONGEST_TEXT = 2000
LARGEST_NUMBER = 1e12


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
    checked, errors = check_answers(wave.survey.questions.all(), answers)
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
    return response


@transaction.atomic
def _change(wave: Wave, panelist: Panelist, answers: dict, at: datetime) -> Response | None:
    response = Response.objects.select_for_update().filter(wave=wave, panelist=panelist).first()
    if response and response.answers != answers:
        response.answers, response.updated_at = answers, at
        response.save(update_fields=["answers", "updated_at"])
    return response


def check_answers(
    questions: Iterable[Question], answers: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What to keep, and one sentence for each question that has to be looked at again.

    Answers come as text from a form or as JSON from elsewhere; codes nobody asked for are left out.
    """
    checked: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for question in questions:
        given = _tidy(answers.get(question.code))
        if given in (None, "", []):
            if question.is_required:
                errors[question.code] = _how_to_answer(question)
            continue
        try:
            checked[question.code] = _CHECKS[question.kind](question, given)
        except ValueError as refusal:
            errors[question.code] = str(refusal)
    return checked, errors


def _tidy(given: Any) -> Any:
    if isinstance(given, str):
        return given.replace("\x00", "").strip()
    if isinstance(given, list | tuple):
        return [item for item in given if item not in (None, "")]
    return given


def _how_to_answer(question: Question) -> str:
    return {
        Question.Kind.SINGLE: _("Please choose one answer."),
        Question.Kind.MULTIPLE: _("Please choose at least one answer."),
        Question.Kind.SCALE: _("Please choose a number from 1 to 5."),
        Question.Kind.NUMBER: _("Please write a number."),
        Question.Kind.TEXT: _("Please write an answer."),
    }[Question.Kind(question.kind)]


def _option(question: Question, given: Any) -> str:
    if not isinstance(given, str) or given not in {option["code"] for option in question.options}:
        raise ValueError(_("Please choose one of the answers listed."))
    return given


def _options(question: Question, given: Any) -> list[str]:
    chosen = {_option(question, item) for item in (given if isinstance(given, list) else [given])}
    return [option["code"] for option in question.options if option["code"] in chosen]


def _level(question: Question, given: Any) -> int:
    try:
        level = float(given) if not isinstance(given, bool) else 0
    except (TypeError, ValueError):
        level = 0
    if level not in SCALE:
        raise ValueError(_how_to_answer(question))
    return int(level)


def _number(question: Question, given: Any) -> float | int:
    try:
        number = float(given.replace(",", "") if isinstance(given, str) else given)
    except (TypeError, ValueError):
        raise ValueError(_("Please write a number, in digits only.")) from None
    if isinstance(given, bool) or not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise ValueError(_("Please write a number, in digits only."))
    smallest, largest = question.smallest, question.largest
    too_small = smallest is not None and number < smallest
    too_large = largest is not None and number > largest
    if too_small or too_large:
        raise ValueError(_range_sentence(smallest, largest))
    return int(number) if number.is_integer() else number


def _range_sentence(smallest: float | None, largest: float | None) -> str:
    low = None if smallest is None else with_unit(smallest)
    high = None if largest is None else with_unit(largest)
    if low and high:
        return _("Please write a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if low:
        return _("Please write a number of at least %(low)s.") % {"low": low}
    return _("Please write a number of at most %(high)s.") % {"high": high}


def _text(question: Question, given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(_how_to_answer(question))
    if len(given) > LONGEST_TEXT:
        raise ValueError(
            _("Please shorten this to %(count)s characters.") % {"count": with_unit(LONGEST_TEXT)}
        )
    return given


_CHECKS: dict[str, Callable[[Question, Any], Any]] = {
    Question.Kind.SINGLE: _option,
    Question.Kind.MULTIPLE: _options,
    Question.Kind.SCALE: _level,
    Question.Kind.NUMBER: _number,
    Question.Kind.TEXT: _text,
}
