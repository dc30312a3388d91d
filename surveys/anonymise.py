"""The file of a survey that everybody may have: what was answered, without who answered it.

One row is one response. Rows carry no code and stand in an order of their own in each wave, so that
nobody can be followed from one wave to the next. Free text is left out. What people are (profile
columns) is coarsened until at least k people share each combination, and answers of fewer than k
people are hidden with enough others (surveys/hide.py), k being the city's smallest group. Waves
with fewer than k responses are left out. The tables of the results page are counted from these very
rows (surveys/tally.py).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from city.models import City
from surveys.check import SCALE
from surveys.hide import (
    average_is_safe,
    coarse_profiles,
    hidden_levels,
    hidden_options,
    in_groups,
    is_small,
)
from surveys.models import Question, Response, Survey, Wave

HIDDEN = "*"  # somebody answered; what, is not told
NO_ANSWER = ""

# What a pilot froze about its participants, with their consent; empty in other surveys.
_FROZEN = {
    "age_band": "panelist__participation__age_band",
    "sex": "panelist__participation__sex",
    "district": "panelist__participation__district__code",
}
Row = dict[str, Any]


def published_waves(survey: Survey, at: datetime | None = None) -> list[Wave]:
    """Waves that have closed. An open one read twice would show what the last person answered."""
    at = at or timezone.now()
    return [wave for wave in survey.waves.all() if wave.closes_at and wave.closes_at <= at]


def rows(survey: Survey, at: datetime | None = None) -> list[Row]:
    """The published file: columns as in `columns(survey)`, wave after wave."""
    k = City.objects.current().smallest_group
    questions = list(survey.questions.all())
    return [row for wave in published_waves(survey, at) for row in _rows_of(wave, questions, k)]


def columns(survey: Survey) -> list[str]:
    """The header: wave, what people are, then one or two columns a question.

    A question with several answers has a column for each option (1, 0, * hidden, empty: skipped); a
    scale has its level and `.value`, the number to average: the level itself, or the average of
    those whose level is hidden.
    """
    questions = list(survey.questions.all())
    return [
        "wave", *_FROZEN, "level",
        *(question.code for question in questions if question.is_profile),
        *(name for question in questions if _is_told(question) for name in columns_of(question)),
    ]  # fmt: skip


def columns_of(question: Question) -> list[str]:
    if question.kind == Question.Kind.MULTIPLE:
        return [f"{question.code}.{option['code']}" for option in question.options]
    if question.kind == Question.Kind.SCALE:
        return [question.code, f"{question.code}.value"]
    return [question.code]


def _is_told(question: Question) -> bool:
    return not question.is_profile and question.kind != Question.Kind.TEXT


def _rows_of(wave: Wave, questions: list[Question], k: int) -> list[Row]:
    responses = sorted(
        Response.objects.filter(wave=wave).values(
            "answers", "level", "panelist__code", **_as_columns(_FROZEN)
        ),
        key=lambda response: _shuffle(wave, response["panelist__code"]),
    )
    if len(responses) < k:
        return []
    result: list[Row] = [{"wave": wave.kind} for _response in responses]
    profile = [question for question in questions if question.is_profile]
    names = [*_FROZEN, "level", *(question.code for question in profile)]
    described = coarse_profiles((_profile(response, profile) for response in responses), k, HIDDEN)
    for row, told in zip(result, described, strict=True):
        row.update(zip(names, told, strict=True))
    for question in filter(_is_told, questions):
        answers = [response["answers"].get(question.code) for response in responses]
        for name, values in _COLUMNS[question.kind](question, answers, k).items():
            for row, value in zip(result, values, strict=True):
                row[name] = value
    return result


def _as_columns(paths: dict[str, str]) -> dict[str, Any]:
    return {name: F(path) for name, path in paths.items()}


def _shuffle(wave: Wave, code: str) -> str:
    """The same order every time, and one that nobody outside can compute from the codes."""
    return salted_hmac(f"surveys.rows.{wave.pk}", code, algorithm="sha256").hexdigest()


def _profile(response: Mapping[str, Any], questions: list[Question]) -> list[str]:
    return [
        *(response[name] or "" for name in _FROZEN), response["level"],
        *(response["answers"].get(question.code, "") for question in questions),
    ]  # fmt: skip


# Each of these takes the answers to one question in one wave, None where it was skipped, and
# returns the columns that may be published.


def _single(question: Question, answers: list, k: int) -> dict[str, list]:
    hidden = hidden_options(_counts(answers, (option["code"] for option in question.options)), k)
    return {question.code: _blank(answers, k, lambda a: HIDDEN if a in hidden else a)}


def _scale(question: Question, answers: list, k: int) -> dict[str, list]:
    counts = _counts(answers, SCALE)
    hidden = hidden_levels(counts, k)
    told: dict[Any, Any] = {level: level for level in SCALE}
    if hidden:
        people = sum(counts[level] for level in hidden)
        average = round(sum(level * counts[level] for level in hidden) / people, 6)
        is_safe = average_is_safe({level: counts[level] for level in hidden}, k)
        told |= dict.fromkeys(hidden, average if is_safe else HIDDEN)
    return {
        question.code: _blank(answers, k, lambda a: HIDDEN if a in hidden else a),
        f"{question.code}.value": _blank(answers, k, lambda a: told[a]),
    }


def _multiple(question: Question, answers: list, k: int) -> dict[str, list]:
    result = {}
    answered = [answer for answer in answers if answer is not None]
    for option in question.options:
        chosen = sum(option["code"] in answer for answer in answered)
        # Those who did not choose it are a group too.
        is_hidden = is_small(chosen, k) or is_small(len(answered) - chosen, k)
        result[f"{question.code}.{option['code']}"] = _blank(
            answers, k,
            lambda a, code=option["code"], hide=is_hidden: HIDDEN if hide else int(code in a),
        )  # fmt: skip
    return result


def _number(question: Question, answers: list, k: int) -> dict[str, list]:
    values = iter(in_groups([answer for answer in answers if answer is not None], k))
    return {question.code: _blank(answers, k, lambda _answer: round(next(values), 6))}


_COLUMNS: dict[str, Callable[[Question, list, int], dict[str, list]]] = {
    Question.Kind.SINGLE: _single,
    Question.Kind.MULTIPLE: _multiple,
    Question.Kind.SCALE: _scale,
    Question.Kind.NUMBER: _number,
}


def _counts(answers: list, possible: Iterable) -> Counter:
    counts = Counter(dict.fromkeys(possible, 0))
    counts.update(answer for answer in answers if answer is not None)
    return counts


def _blank(answers: list, k: int, tell: Callable) -> list:
    """A question that fewer than k people answered is left out whole."""
    if is_small(sum(answer is not None for answer in answers), k):
        return [NO_ANSWER] * len(answers)
    return [NO_ANSWER if answer is None else tell(answer) for answer in answers]
