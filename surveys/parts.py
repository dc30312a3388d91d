"""What a question becomes in figures: one or several parts, each counted in one way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from city.hiding.scales import TOTAL_AND_AVERAGE
from city.words import Words, words
from surveys.words import options_of, rows_of


class Shape(StrEnum):
    CHOICE = "choice"  # one of the codes
    LEVELS = "levels"  # one of the codes, which are numbers and have an average
    TICK = "tick"  # 1 or 0
    NUMBER = "number"
    RANK = "rank"  # the place an option got, 1 the best
    OPEN = "open"  # a month or a dong: whatever somebody named


WITH_AVERAGE = {Shape.LEVELS, Shape.NUMBER, Shape.RANK}
FIRST_CHOICE = "first_choice"


@dataclass(frozen=True)
class Part:
    """`column` names it in the file; `item` is the option or statement it is about."""

    question: str
    column: str
    shape: Shape
    kind: str
    codes: tuple[Any, ...] = ()
    item: str = ""
    words: Words = field(default_factory=Words)
    sums: int = TOTAL_AND_AVERAGE  # what readers know of a scale beside its counts

    @property
    def columns(self) -> list[str]:
        """A level stands beside the number to average: the level itself, or, where it is hidden,
        the average of those whose level is."""
        return (
            [self.column, f"{self.column}.value"] if self.shape == Shape.LEVELS else [self.column]
        )


def parts_of(question: Any) -> list[Part]:
    """Nothing for words and photos: they are never counted and in no file."""
    code, kind = question.code, question.kind
    options = [(each["code"], each["words"]) for each in options_of(question)]
    codes = tuple(option for option, _words in options)

    def part(shape: Shape, item: str = "", said: Words | None = None, codes: tuple = codes) -> Part:
        column = f"{code}.{item}" if item else code
        return Part(code, column, shape, kind, codes, item, said or Words())

    match kind:
        case "single":
            return [part(Shape.CHOICE)]
        case "scale":
            return [part(Shape.LEVELS)]
        case "number":
            return [part(Shape.NUMBER, codes=())]
        case "date" | "place":
            return [part(Shape.OPEN, codes=())]
        case "multiple":
            return [part(Shape.TICK, str(option), said, ()) for option, said in options]
        case "matrix":
            return [part(Shape.LEVELS, row["code"], row["words"]) for row in rows_of(question)]
        case "ranking":
            first = part(Shape.CHOICE, FIRST_CHOICE, words("1순위", "First choice"))
            return [first, *(part(Shape.RANK, str(option), said) for option, said in options)]
    return []


def parts_of_all(questions: Iterable[Any], *, sums: int = TOTAL_AND_AVERAGE) -> list[Part]:
    """Of everything that is told answer by answer. Who somebody is stands in the groups instead."""
    return [
        replace(part, sums=sums)
        for question in questions
        if not question.is_profile
        for part in parts_of(question)
    ]


def value_in(part: Part, answers: Mapping[str, Any]) -> Any:
    """What somebody answered to this part; None where it was skipped."""
    given = answers.get(part.question)
    if given is None:
        return None
    match part.kind:
        case "multiple":
            return int(part.item in given)
        case "matrix":
            return given.get(part.item)
        case "ranking":
            return given[0] if part.shape == Shape.CHOICE else _place(given, part)
        case "date":
            return str(given)[:7]
        case "place":
            return given.get("district") or None
    return given


def _place(order: list, part: Part) -> float:
    """Those that were not put in order share the places that are left."""
    if part.item in order:
        return order.index(part.item) + 1
    return (len(order) + 1 + len(part.codes)) / 2
