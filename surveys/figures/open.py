"""What everybody may have of a survey beside its answers: the codebook of its files."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from city.words import Words
from surveys.anonymise import is_open_already
from surveys.figures.cross import COLUMNS
from surveys.figures.who import Dimension, crossed_by, dimensions_of
from surveys.models import Question, Survey
from surveys.parts import Part, Shape, parts_of
from surveys.words import options_of

CODEBOOK = [
    "file", "column", "question", "type", "code", "label_ko", "label_en", "unit", "note",
]  # fmt: skip
_NOTES = {
    Shape.CHOICE: "* hidden with others; empty: skipped or left out",
    Shape.LEVELS: "* hidden with others; empty: skipped or left out",
    Shape.OPEN: "* hidden with others; empty: skipped or left out",
    Shape.TICK: "1 chosen, 0 not chosen; * hidden; empty: skipped or left out",
    Shape.NUMBER: "averaged in groups of neighbours; empty: skipped or left out",
    Shape.RANK: "place given, 1 the best; the average of all where places are rare; * hidden",
}
_VALUE = "the level, or the average of those whose level is hidden; its average is that of all"
_GROUPS = {
    "wave": "wave",
    "by": "what people are told apart by",
    "group": "codes; | between those that were put together, / between parts, empty: did not say",
    "column": "column of the answers file; empty: how many people the group has",
    "answer": "code; | between answers that are told together",
    "people": "people in the group who gave the answer",
    "average": "of numbers",
    "population": "residents in the group",
    "weight": "what one answer of the group weighs",
}


def codebook(survey: Survey) -> Iterator[dict[str, Any]]:
    """A line for each column, then one for each of its codes."""
    questions = list(survey.questions.all())
    with translation.override("ko"):
        yield from _waves(survey)
        if is_open_already(survey):
            yield _line("answers", "weight", type="number", note="as its source published it")
            for dimension in dimensions_of(survey):
                yield from _dimension("answers", dimension)
        for question in questions:
            if not question.is_profile:
                yield from _question(question)
        for name in COLUMNS:
            yield _line("groups", name, note=_GROUPS[name])
        for dimension in crossed_by(survey):
            yield from _dimension("groups", dimension)


def _waves(survey: Survey) -> Iterator[dict[str, Any]]:
    yield _line("answers", "wave", type="choice")
    for wave in survey.waves.all():
        with translation.override("en"):
            said = str(wave)
        yield _line("answers", "wave", code=wave.code, label=Words({"ko": str(wave), "en": said}))


def _question(question: Question) -> Iterator[dict[str, Any]]:
    words = {str(each["code"]): each["words"] for each in options_of(question)}
    for part in parts_of(question):
        about = {"question": question.code, "unit": str(question.unit)}
        label = _together(question.words, part.words)
        yield _line("answers", part.column, type=part.shape, label=label,
                    note=_NOTES[part.shape], **about)  # fmt: skip
        yield from _values(part, question.code)
        for code in part.codes:
            yield _line("answers", part.column, question=question.code, code=code,
                        label=words.get(str(code), Words()))  # fmt: skip


def _values(part: Part, question: str) -> Iterator[dict[str, Any]]:
    for column in part.columns[1:]:
        yield _line("answers", column, question=question, type="number", note=_VALUE)


def _dimension(file: str, dimension: Dimension) -> Iterator[dict[str, Any]]:
    column = dimension.code if file == "answers" else "group"
    yield _line(file, column, question=dimension.code, type="choice", label=dimension.name)
    if len(dimension.made_of) > 1:  # the codes of its parts, joined
        for part in dimension.made_of:
            yield from _dimension(file, part)
        return
    for code, label in dimension.labels.items():
        yield _line(file, column, question=dimension.code, code=code, label=_in_both(label))


def _in_both(label: Any) -> Words:
    if isinstance(label, Words):
        return label
    with translation.override("en"):
        english = str(label)
    return Words({"ko": str(label), "en": english})


def _together(question: Words, item: Words) -> Words:
    """The question, and which of its lines."""
    if not item:
        return question
    return Words(
        {
            language: f"{question[language]} – {item.get(language) or item.get('ko', '')}"
            for language in question
        }
    )


def _line(file: str, column: str, *, label: Words | None = None, **told: Any) -> dict[str, Any]:
    said = label or Words()
    return dict.fromkeys(CODEBOOK, "") | {
        "file": file, "column": column,
        "label_ko": said.get("ko", ""), "label_en": said.get("en", ""),
    } | {name: str(value) for name, value in told.items()}  # fmt: skip
