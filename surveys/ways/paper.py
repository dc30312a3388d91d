"""Paper questionnaires are typed in twice, by two people; one counts once both agree."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Channel, Level
from surveys.answer import AnswersRefused, WaveIsClosed, answer, check_answers, questions_for
from surveys.models import Panelist, PaperEntry, Question, Response, Wave

FIRST, SECOND = "first", "second"
_NUMBER = re.compile(r"[\w-]{1,20}")


class PaperRefused(Exception):
    """str() says what to do instead."""


class Difference(NamedTuple):
    """One question that the two typed in differently; None where it was left blank."""

    question: Question
    first: dict[str, Any]
    second: dict[str, Any]


@transaction.atomic
def type_in(
    *,
    wave: Wave,
    number: str,
    answers: Mapping[str, Any],
    by: User,
    at: datetime | None = None,
) -> PaperEntry:
    """The first time keeps it, the second time (by somebody else) compares; equal ones count at
    once. AnswersRefused where an answer cannot be one; a paper may leave anything blank."""
    at = at or timezone.now()
    wave = Wave.objects.select_for_update(of=("self",)).select_related("survey").get(pk=wave.pk)
    if not wave.is_open(at):
        raise WaveIsClosed
    number = _tidy(number)
    checked = _checked(wave, answers)
    entry = PaperEntry.objects.filter(wave=wave, number=number).first()
    if entry is None:
        return PaperEntry.objects.create(
            wave=wave, number=number, first=checked, first_by=by, first_at=at
        )
    if _is_second_click(entry, checked, by):
        return entry
    _check_second(entry, by)
    entry.second, entry.second_by, entry.second_at = checked, by, at
    entry.save(update_fields=["second", "second_by", "second_at"])
    if not differences(entry):
        _count(entry, entry.first, by, at)
    return entry


@transaction.atomic
def settle(
    *, entry: PaperEntry, chosen: Mapping[str, str], by: User, at: datetime | None = None
) -> Response:
    """`chosen` says for each question that differs which entry is what stands on the paper."""
    at = at or timezone.now()
    entry = (
        PaperEntry.objects.select_for_update(of=("self",)).select_related("wave").get(pk=entry.pk)
    )
    if entry.response:
        return entry.response
    if entry.second is None:
        raise PaperRefused(_("This paper has been typed in once only."))
    different = differences(entry)
    missing = {
        each.question.code: _("Look at the paper and choose what stands there.")
        for each in different
        if chosen.get(each.question.code) not in (FIRST, SECOND)
    }
    if missing:
        raise AnswersRefused(missing)
    answers = dict(entry.first)
    for each in different:
        _replace(answers, each, each.second if chosen[each.question.code] == SECOND else each.first)
    return _count(entry, answers, by, at)


def differences(entry: PaperEntry) -> list[Difference]:
    """Question by question, in their order."""
    if entry.second is None:
        return []
    pairs = [
        Difference(question, _part(entry.first, question), _part(entry.second, question))
        for question in paper_questions(entry.wave)
    ]
    return [pair for pair in pairs if pair.first != pair.second]


def paper_questions(wave: Wave) -> list[Question]:
    return questions_for(wave, None, Channel.PAPER)


def _tidy(number: str) -> str:
    number = number.strip().upper()
    if not _NUMBER.fullmatch(number):
        raise PaperRefused(
            _("Please write the number on the paper, with letters, digits or hyphens.")
        )
    return number


def _checked(wave: Wave, answers: Mapping[str, Any]) -> dict[str, Any]:
    checked, errors = check_answers(paper_questions(wave), answers)
    if errors:
        raise AnswersRefused(errors)
    return checked


def _is_second_click(entry: PaperEntry, checked: dict[str, Any], by: User) -> bool:
    if entry.second is None:
        return entry.first_by_id == by.pk and entry.first == checked
    return entry.second_by_id == by.pk and entry.second == checked


def _check_second(entry: PaperEntry, by: User) -> None:
    if entry.second is not None:
        raise PaperRefused(_("This paper has been typed in twice already."))
    if entry.first_by_id == by.pk:
        raise PaperRefused(
            _("You have typed this paper in yourself. Somebody else has to do it the second time.")
        )


def _part(answers: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """The answer, with the words beside “other” where there are some."""
    own = (question.code, f"{question.code}.other")
    return {code: answers[code] for code in own if code in answers}


def _replace(answers: dict[str, Any], each: Difference, by: Mapping[str, Any]) -> None:
    for code in each.first.keys() | each.second.keys():
        answers.pop(code, None)
    answers.update(by)


def _count(entry: PaperEntry, answers: Mapping[str, Any], by: User, at: datetime) -> Response:
    entry.response = answer(
        wave=entry.wave,
        panelist=Panelist.objects.create(panel_id=entry.wave.survey.panel_id),
        answers=answers,
        channel=Channel.PAPER,
        level=Level.GUEST,
        recorded_by=by,
        at=at,
    )
    entry.save(update_fields=["response"])
    return entry.response
