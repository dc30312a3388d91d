"""One person's sheet of a wave: what they are asked, what they gave so far, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from surveys.answer import check_answers, questions_for
from surveys.forms import AnswerForm
from surveys.models import Panelist, Question, Survey, Wave
from surveys.pages import Page, blocks_of, pages_of
from surveys.save import answers_so_far, sent_photos


@dataclass(frozen=True)
class Sheet:
    survey: Survey
    questions: list[Question]
    answers: Mapping[str, Any] = field(default_factory=dict)
    photos: frozenset[int] = frozenset()
    seed: str = ""
    left_at: int = 0  # the page on which the person goes on

    @cached_property
    def pages(self) -> list[Page]:
        kept, _errors = check_answers(self.questions, self.answers, photos=self.photos)
        return pages_of(self.survey, self.questions, kept)

    def page(self, number: Any = None) -> Page:
        """The page of this number, or the one before it where that is skipped; nonsense is the
        first."""
        try:
            asked = int(number)
        except (TypeError, ValueError):
            asked = 0
        before = [page for page in self.pages if page.number <= asked]
        return (before or self.pages)[-1 if before else 0]

    def after(self, page: Page) -> Page | None:
        return next((each for each in self.pages if each.number > page.number), None)

    def before(self, page: Page) -> Page | None:
        return next((each for each in reversed(self.pages) if each.number < page.number), None)

    def holding(self, code: str) -> Page | None:
        return next(
            (page for page in self.pages if code in {each.code for each in page.questions}), None
        )

    def count(self, page: Page) -> int:
        """How many pages there may be: what hangs on an answer still to come counts too."""
        numbers = {each.number for each in self.pages}
        if self.survey.by_section:
            blocks = list(enumerate(blocks_of(self.questions), 1))
            to_come = {q.code for n, block in blocks if n >= page.number for q in block.questions}
            numbers |= {
                number
                for number, block in blocks
                if any((q.shown_if or {}).get("question") in to_come for q in block.questions)
            }
        return len(numbers)

    def with_answers(self, answers: Mapping[str, Any]) -> "Sheet":
        return replace(self, answers=answers)

    def form(self, page: Page, *data) -> AnswerForm:
        return AnswerForm(
            *data, questions=page.questions, asked=self.questions, answers=self.answers,
            photos=self.photos, seed=self.seed,
        )  # fmt: skip


def sheet_of(wave: Wave, panelist: Panelist) -> Sheet:
    answers, saved = answers_so_far(wave, panelist)
    questions = questions_for(wave, panelist)
    photos = {photo.question_id: photo.photo_id for photo in sent_photos(wave, panelist)}
    return Sheet(
        survey=wave.survey,
        questions=questions,
        # What photo there is, is known from the photos: it may have come in on another device.
        answers=answers | {
            each.code: photos.get(each.pk) for each in questions if each.kind == Question.Kind.PHOTO
        },
        photos=frozenset(photos.values()),
        seed=panelist.code,
        left_at=saved.section if saved else 0,
    )  # fmt: skip
