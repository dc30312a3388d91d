"""Lays the published lines about groups out as tables: a group in each line, an answer in each column."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from surveys.figures.cross import AND, Line
from surveys.figures.published import Published, PublishedWave
from surveys.figures.who import Dimension, label_of
from surveys.models import Question
from surveys.parts import Part, Shape
from surveys.words import labels_of, with_unit

HIGH = {"4", "5"}  # of a matrix only those who agree are told by group


def crosses_of(published: Published, question: Question, parts: Sequence[Part]) -> list[dict]:
    """One table for each wave and each dimension in which the question is told."""
    return [
        table
        for dimension in published.dimensions
        for wave in published.told
        if (table := _cross(dimension, wave, question, parts))
    ]


def _cross(
    dimension: Dimension, wave: PublishedWave, question: Question, parts: Sequence[Part]
) -> dict[str, Any] | None:
    lines = [line for line in wave.lines if line["by"] == dimension.code]
    columns = [
        column
        for part in parts
        for column in _columns(question, part, [x for x in lines if x["column"] == part.column])
    ]
    if not columns:
        return None
    groups = list(dict.fromkeys(line["group"] for line in lines))
    return {
        "by": str(dimension.name),
        "wave": wave.wave,
        "columns": [label for label, _cells in columns],
        "lines": [
            {
                "label": label_of(dimension, group.split(AND)),
                "cells": [cells.get(group) for _label, cells in columns],
            }
            for group in groups
        ],
    }


Cells = dict[str, dict[str, Any]]


def _columns(question: Question, part: Part, lines: list[Line]) -> list[tuple[str, Cells]]:
    """What is told of one part: headings, and below them a cell for each group."""
    if not lines:
        return []
    if part.shape == Shape.NUMBER:
        return [(_("Average"), {line["group"]: _average(question, line) for line in lines})]
    if part.shape == Shape.TICK:
        return [(str(part.words), _shares(lines, {"1"}))]
    if part.kind == "matrix":
        told = {line["answer"] for line in lines}
        return [(str(part.words), _shares(lines, HIGH))] if told & {"5", AND.join("45")} else []
    answers = list(dict.fromkeys(line["answer"] for line in lines))
    return [(answer_label(question, answer), _shares(lines, {answer})) for answer in answers]


def _shares(lines: list[Line], wanted: set[str]) -> Cells:
    cells: Cells = {}
    for group in dict.fromkeys(line["group"] for line in lines):
        own = [line for line in lines if line["group"] == group]
        people = sum(line["people"] for line in own)
        count = sum(
            line["people"]
            for line in own
            if line["answer"] in wanted or set(line["answer"].split(AND)) <= wanted
        )
        cells[group] = {
            "count": count,
            "people": people,
            "percent": round(100 * count / people) if people else None,
        }
    return cells


def _average(question: Question, line: Line) -> dict[str, Any]:
    if line["average"] == "":
        return {"people": 0, "percent": None}
    said = with_unit(round(line["average"], 2), str(question.unit))
    return {"said": said, "people": line["people"]}


def answer_label(question: Question, answer: str) -> str:
    """Of answers that are told together: 1~2, or their words one after the other."""
    codes = answer.split(AND)
    if question.kind in ("scale", "matrix") and len(codes) > 1:
        return f"{codes[0]}~{codes[-1]}"
    labels = {str(code): label for code, label in labels_of(question)}
    return ", ".join(labels.get(code, code) for code in codes)


def who_answered(published: Published) -> list[dict[str, Any]]:
    """How many of each group answered and, where it is known, how many live there."""
    return [
        {
            "by": str(dimension.name),
            "wave": wave.wave,
            "lines": lines,
            "has_population": any(line["population"] != "" for line in lines),
        }
        for dimension in published.dimensions
        for wave in published.told
        if (lines := _people(dimension, wave))
    ]


def _people(dimension: Dimension, wave: PublishedWave) -> list[dict[str, Any]]:
    lines = [x for x in wave.lines if x["by"] == dimension.code and x["column"] == ""]
    people = sum(line["people"] for line in lines)
    persons = sum(line["population"] or 0 for line in lines)
    return [
        line
        | {
            "label": label_of(dimension, line["group"].split(AND)),
            "percent": round(100 * line["people"] / people),
            "population_percent": round(100 * (line["population"] or 0) / persons)
            if persons and line["population"] != ""
            else None,
        }
        for line in lines
    ]
