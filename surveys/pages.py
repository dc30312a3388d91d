"""Which questions stand together on a page, and in which order their choices stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from surveys.answer import is_shown
from surveys.models import Question, Section, Survey
from surveys.words import NONE, OTHER, labels_of


@dataclass(frozen=True)
class Block:
    """A section with its questions; those that stand in no section are a block without a heading."""

    section: Section | None
    questions: list[Question]


@dataclass(frozen=True)
class Page:
    number: int  # stays the same when pages before it are skipped
    blocks: list[Block]

    @property
    def questions(self) -> list[Question]:
        return [question for block in self.blocks for question in block.questions]


def pages_of(
    survey: Survey, questions: Iterable[Question], answers: Mapping[str, Any]
) -> list[Page]:
    """The pages that this person sees. A question whose condition lies on an earlier page is left
    out or asked by the answers there; one whose condition lies on its own page stays, because the
    answer may still change."""
    blocks = blocks_of(questions)
    lots = [[block] for block in blocks] if survey.by_section else [blocks]
    pages = [_without_hidden(Page(number, lot), answers) for number, lot in enumerate(lots, 1)]
    return [page for page in pages if page.questions]


def blocks_of(questions: Iterable[Question]) -> list[Block]:
    lots = groupby(questions, key=lambda question: question.section_id)
    blocks = [list(lot) for _section, lot in lots]
    return [Block(lot[0].section, lot) for lot in blocks]


def _without_hidden(page: Page, answers: Mapping[str, Any]) -> Page:
    here: set[str] = set()
    blocks = []
    for block in page.blocks:
        asked = []
        for question in block.questions:
            condition = question.shown_if or {}
            if condition.get("question") in here or is_shown(question, answers):
                asked.append(question)
                here.add(question.code)
        blocks.append(Block(block.section, asked))
    return Page(page.number, [block for block in blocks if block.questions])


def choices_of(question: Question, seed: str = "") -> list[tuple[Any, str]]:
    """Code and label of each choice; in an order of one's own where the question asks for that.

    "Other" and "none of these" stay at the end, and the same person always sees the same order.
    """
    labels = labels_of(question)
    if not (question.shuffles and seed):
        return labels
    return sorted(labels, key=lambda label: _turn(question, label[0], seed))


def _turn(question: Question, code: str, seed: str) -> tuple[int, str]:
    last = {NONE: 1, OTHER: 2}.get(code, 0)
    return last, sha256(f"{seed}.{question.code}.{code}".encode()).hexdigest()
