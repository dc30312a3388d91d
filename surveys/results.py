"""Lays the waves of a survey side by side, question by question."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.figures.cross import AND
from surveys.figures.draw import histogram_of, likert
from surveys.figures.published import Published, PublishedWave, publish
from surveys.figures.tables import answer_label, crosses_of, who_answered
from surveys.figures.texts import free_questions, shown_texts
from surveys.figures.weigh import WeightedShare
from surveys.figures.weighted import Weighted, quality, weighted
from surveys.models import Question, Survey
from surveys.parts import Part, Shape, parts_of
from surveys.tally import Tallied, tally
from surveys.words import labels_of, with_unit

Table = dict[str, Any]


def results_of(survey: Survey, at: datetime | None = None) -> dict[str, Any]:
    published = publish(survey, at or timezone.now())
    closed = [each.wave for each in published.waves]
    return {
        "closed": closed,
        "waves": [
            {"wave": each.wave, "n": len(each.rows), "quality": quality(published, each)}
            for each in published.told
        ],
        "questions": [
            _told_question(published, question)
            for question in published.questions
            if published.told and not question.is_profile and parts_of(question)
        ],
        "texts": _texts(published),
        "who": who_answered(published),
        "published": published,
        "as_of": max((wave.closes_at for wave in closed if wave.closes_at), default=None),
        "smallest_group": published.k,
    }


def _told_question(published: Published, question: Question) -> dict[str, Any]:
    parts = parts_of(question)
    sets = [Told(published, wave, parts) for wave in published.told]
    tables = _TABLES[Question.Kind(question.kind)](question, sets)
    return {
        "question": question,
        "tables": tables,
        "likert": _likert(question, sets),
        "levels": labels_of(question) if question.kind in ("scale", "matrix") else [],
        "histograms": _histograms(sets) if question.kind == "number" else [],
        "crosses": crosses_of(published, question, parts),
        "has_several": question.kind == Question.Kind.MULTIPLE,
        "hides_something": any(told.hides_something for each in sets for told in each.tallied),
    }


def _texts(published: Published) -> list[dict[str, Any]]:
    """What an officer let stand, of waves that are told at all."""
    shown = shown_texts(published.survey, [each.wave for each in published.told])
    return [
        {"question": question, "texts": shown[question.pk]}
        for question in free_questions(published.survey)
        if question.pk in shown
    ]


class Told:
    """What is told of a question's parts in one wave, counted and weighted."""

    def __init__(self, published: Published, wave: PublishedWave, parts: Sequence[Part]):
        self.wave = wave.wave
        self.parts = parts
        self.tallied: list[Tallied] = [tally(part, wave.rows) for part in parts]
        self.weighted: list[Weighted] = [weighted(published, wave, part) for part in parts]


# ── Tables: each kind of question has its own ────────────────────────────────────────────────


def _one_answer(question: Question, sets: Sequence[Told], place: int = 0) -> Table:
    """Answers below each other, waves beside each other."""
    codes = list(dict.fromkeys(each.code for told in sets for each in told.tallied[place].answers))
    labels = dict(labels_of(question)) if question.options else {}
    return _table(
        [str(told.wave) for told in sets],
        [
            {"label": labels.get(code, code), "cells": [_cell(told, place, code) for told in sets]}
            for code in codes
        ],
        [
            *_weighted_together(question, sets, place),
            *_averages(question, sets, place),
            _people(sets, place),
        ],
    )


def _single(question: Question, sets: Sequence[Told]) -> list[Table]:
    return [_one_answer(question, sets)]


def _multiple(question: Question, sets: Sequence[Told]) -> list[Table]:
    lines = [
        {"label": str(part.words), "cells": [_cell(told, place, 1) for told in sets]}
        for place, part in enumerate(sets[0].parts)
    ]
    return [_table([str(told.wave) for told in sets], lines, [_people(sets, 0)])]


def _matrix(question: Question, sets: Sequence[Told]) -> list[Table]:
    """Statements below each other, levels beside each other."""
    lines = [
        {
            "label": _of_wave(part, told, sets),
            "cells": [_cell(told, place, level) for level in part.codes],
            "average": _said(told.tallied[place].average),
            "n": told.tallied[place].n,
        }
        for place, part in enumerate(sets[0].parts)
        for told in sets
    ]
    return [_table([label for _code, label in labels_of(question)], lines, []) | {"is_wide": True}]


def _ranking(question: Question, sets: Sequence[Told]) -> list[Table]:
    waves = [str(told.wave) for told in sets]
    places = [
        {"label": str(part.words), "values": [_said(told.tallied[place].average) for told in sets]}
        for place, part in enumerate(sets[0].parts)
        if part.shape == Shape.RANK
    ]
    return [
        _one_answer(question, sets) | {"name": _("First choice")},
        _table(waves, [], places) | {"name": _("Average place, 1 being the best")},
    ]


def _number(question: Question, sets: Sequence[Told]) -> list[Table]:
    feet = [*_averages(question, sets, 0), _people(sets, 0)]
    return [_table([str(told.wave) for told in sets], [], feet)]


_TABLES: dict[Question.Kind, Callable[[Question, Sequence[Told]], list[Table]]] = {
    Question.Kind.SINGLE: _single,
    Question.Kind.SCALE: _single,
    Question.Kind.DATE: _single,
    Question.Kind.PLACE: _single,
    Question.Kind.MULTIPLE: _multiple,
    Question.Kind.MATRIX: _matrix,
    Question.Kind.RANKING: _ranking,
    Question.Kind.NUMBER: _number,
}


def _table(columns: list[str], lines: list[dict], feet: list[dict]) -> Table:
    return {"columns": columns, "lines": lines, "feet": feet, "name": ""}


def _cell(told: Told, place: int, code: Any) -> dict[str, Any]:
    found = next((each for each in told.tallied[place].answers if each.code == code), None)
    return {
        "count": found.count if found else None,
        "percent": round(found.share * 100) if found and found.share is not None else None,
        "weighted": told.weighted[place].shares.get(str(code)),
    }


def _weighted_together(
    question: Question, sets: Sequence[Told], place: int
) -> list[dict[str, Any]]:
    """Weighted shares of answers that the groups tell together only: 4~5."""
    heavy = [told.weighted[place].shares for told in sets]
    answers = dict.fromkeys(answer for shares in heavy for answer in shares if AND in answer)
    return [
        {
            "label": answer_label(question, answer),
            "values": [_share_said(shares.get(answer)) for shares in heavy],
        }
        for answer in answers
    ]


def _share_said(share: WeightedShare | None) -> str:
    if share is None:
        return ""
    return _("weighted %(percent)s%% (%(low)s~%(high)s%%)") % {
        name: round(value) for name, value in share._asdict().items()
    }


def _averages(question: Question, sets: Sequence[Told], place: int) -> list[dict[str, Any]]:
    if sets[0].parts[place].shape not in (Shape.LEVELS, Shape.NUMBER):
        return []
    unit = str(question.unit)
    lines = [
        (_("Average"), [told.tallied[place].average for told in sets]),
        (_("Weighted average"), [told.weighted[place].average for told in sets]),
        (_("Median"), [told.tallied[place].median for told in sets]),
    ]
    return [
        {"label": label, "values": [_said(value, unit) for value in values]}
        for label, values in lines
        if label != _("Weighted average") or any(value is not None for value in values)
    ]


def _people(sets: Sequence[Told], place: int) -> dict[str, Any]:
    said = [_said(told.tallied[place].n) for told in sets]
    return {"label": _("People who answered (n)"), "values": said}


def _said(value: float | None, unit: str = "") -> str:
    """Empty where it is not told."""
    return "" if value is None else with_unit(round(value, 2), unit)


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────


def _likert(question: Question, sets: Sequence[Told]) -> Any:
    if question.kind not in ("scale", "matrix"):
        return None
    return likert(
        [
            (_of_wave(part, told, sets), told.tallied[place])
            for place, part in enumerate(sets[0].parts)
            for told in sets
        ]
    )


def _of_wave(part: Part, told: Told, sets: Sequence[Told]) -> str:
    said = [str(part.words)] if part.words else []
    return " · ".join([*said, *([str(told.wave)] if len(sets) > 1 else [])])


def _histograms(sets: Sequence[Told]) -> list[dict[str, Any]]:
    drawn = [{"wave": told.wave, "picture": histogram_of(told.tallied[0])} for told in sets]
    return [each for each in drawn if each["picture"]]


# ── For programs ─────────────────────────────────────────────────────────────────────────────


def as_data(survey: Survey, at: datetime) -> list[dict[str, Any]]:
    """Wave by wave; null where a number is hidden or the wave is not told."""
    published = publish(survey, at)
    told = {each.wave.pk: each for each in published.told}
    return [
        {
            "wave": wave.code,
            "n": len(told[wave.pk].rows) if wave.pk in told else None,
            "questions": _columns_as_data(published, told[wave.pk]) if wave.pk in told else [],
            "groups": told[wave.pk].lines if wave.pk in told else [],
        }
        for wave in survey.waves.all()
    ]


def _columns_as_data(published: Published, wave: PublishedWave) -> list[dict[str, Any]]:
    data = []
    for part in published.parts:
        told, heavy = tally(part, wave.rows), weighted(published, wave, part)
        data.append(
            {
                "question": part.question,
                "column": part.column,
                "n": told.n,
                "average": told.average,
                "median": told.median,
                "weighted_average": heavy.average,
                "options": [
                    {"code": each.code, "count": each.count, "share": each.share}
                    for each in told.answers
                ],
                "weighted": {
                    answer.replace(AND, " or "): share._asdict()
                    for answer, share in heavy.shares.items()
                },
            }
        )
    return data
