"""Lays the waves of a survey side by side, question by question."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from city.models import City
from surveys.anonymise import published_waves, rows
from surveys.models import Question, Survey
from surveys.tally import WITH_AVERAGE, tally
from surveys.words import labels_of, with_unit


def results_of(survey: Survey, at: datetime | None = None) -> dict[str, Any]:
    """{"waves", "questions", "as_of", "smallest_group"}; a question has one column for each wave."""
    at = at or timezone.now()
    published = rows(survey, at)
    closed = published_waves(survey, at)
    tallies = [tally(wave, published, at) for wave in closed]
    told = [result for result in tallies if result["n"]]
    return {
        "closed": closed,
        "waves": [{"wave": result["wave"], "n": result["n"]} for result in told],
        "questions": [
            _side_by_side(parts)
            for parts in zip(*(result["questions"] for result in told), strict=True)
        ],
        "as_of": max((wave.closes_at for wave in closed if wave.closes_at), default=None),
        "smallest_group": City.objects.current().smallest_group,
    }


def _side_by_side(parts: tuple[dict, ...]) -> dict[str, Any]:
    """`parts` are the tallies of one question, wave by wave."""
    question: Question = parts[0]["question"]
    lines = zip(*(part["options"] for part in parts), strict=True)
    return {
        "question": question,
        "parts": parts,
        "averages": [_average(part) for part in parts] if question.kind in WITH_AVERAGE else [],
        "has_several": question.kind == Question.Kind.MULTIPLE,
        "hides_something": any(
            option["count"] is None for part in parts for option in part["options"]
        ),
        "lines": [
            {
                "label": label,
                "cells": [
                    {"count": cell["count"], "percent": _percent(cell["share"])} for cell in line
                ],
            }
            for (_code, label), line in zip(labels_of(question), lines, strict=True)
        ],
    }


def _average(part: dict[str, Any]) -> str:
    """Empty where it is not told."""
    if part["average"] is None:
        return ""
    return with_unit(round(part["average"], 2), str(part["question"].unit))


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)
