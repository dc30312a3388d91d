"""Counts, shares and averages of a wave, from the published rows and nothing else."""

from collections import Counter
from datetime import datetime
from typing import Any

from surveys.anonymise import HIDDEN, NO_ANSWER, Row, columns_of, rows
from surveys.models import Question, Wave
from surveys.words import options_of

WITH_AVERAGE = {Question.Kind.SCALE, Question.Kind.NUMBER}


def tally(
    wave: Wave, published: list[Row] | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """{"n", "questions": [{"question", "n", "average", "options": [{"words", "count", "share"}]}]}.

    None stands for what is not told: `n` of a wave that is open or has too few responses, a count
    that is hidden. `published` saves computing the rows again for each wave of a survey.
    """
    if published is None:
        published = rows(wave.survey, at)
    own = [row for row in published if row["wave"] == wave.kind]
    questions = [
        _tally_question(question, own)
        for question in wave.survey.questions.all()
        if question.kind != Question.Kind.TEXT
    ]
    return {"wave": wave, "n": len(own) or None, "questions": questions if own else []}


def _tally_question(question: Question, rows: list[Row]) -> dict[str, Any]:
    columns = {name: [row[name] for row in rows] for name in names_of(question)}
    told = [value for value in next(iter(columns.values())) if value != NO_ANSWER]
    counts = _counts(question, columns, told)
    average = None
    if told and question.kind in WITH_AVERAGE:
        average = _average(columns[names_of(question)[-1]])
    return {
        "question": question,
        "n": len(told) or None,
        "average": average,
        "options": [
            option | {"count": count, "share": None if count is None else count / len(told)}
            for option, count in zip(options_of(question), counts, strict=True)
        ],
    }


def _counts(question: Question, columns: dict[str, list], told: list) -> list[int | None]:
    if not told:
        return [None] * len(options_of(question))
    if question.kind == Question.Kind.MULTIPLE:
        return [_ticks(column) for column in columns.values()]
    return _one_each(question, told)


def names_of(question: Question) -> list[str]:
    return [question.code] if question.is_profile else columns_of(question)


def _one_each(question: Question, told: list) -> list[int | None]:
    """Where something is hidden, an option without visible answers may be hidden or may be zero."""
    counts = Counter(told)
    absent = None if counts[HIDDEN] else 0
    return [counts[option["code"]] or absent for option in options_of(question)]


def _ticks(column: list) -> int | None:
    return None if HIDDEN in column else sum(value for value in column if value != NO_ANSWER)


def _average(column: list) -> float | None:
    values = [value for value in column if value != NO_ANSWER]
    return None if HIDDEN in values else round(sum(values) / len(values), 4)
