"""An officer writes a questionnaire: all of it at once, as the rows of its sections and questions.

What changes one question at a time (surveys/build/) changes these rows and writes them again, so
that one set of rules holds wherever a questionnaire comes from.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from city.words import Words
from surveys.build.rules import EMPTY, Row, check_questions, complete, too_many_places
from surveys.models import KeptWave, Panel, Question, Response, Section, Survey

ABOUT = ("title", "intro", "method", "is_public", "by_section")


class QuestionsRefused(Exception):
    """`errors` says for each question, by its place in the list, what is missing."""

    def __init__(self, errors: dict[int, str]):
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class SurveyHasResponses(Exception):
    """People answered these questions; other questions would make their answers mean something else."""

    def __str__(self):
        return str(
            gettext_lazy(
                "Somebody has already answered. The questions stay as they are; make a new version instead."
            )
        )


@transaction.atomic
def create_survey(
    *,
    title: Words,
    questions: list[Row],
    sections: list[dict[str, Any]] | None = None,
    intro: Words | None = None,
    method: Words | None = None,
    is_public: bool = False,
    by_section: bool = False,
    replaces: Survey | None = None,
    by: User | None = None,
    panel: Panel | None = None,
    at: datetime | None = None,
) -> Survey:
    """Each question is a dict of Question's fields; `code` may be left out (q1, q2 …), `section` is
    the number of one of `sections`, which are {"title", "intro"}.

    Options and the statements of a matrix are [{"code", "ko", "en"}] (codes may be left out), the
    words of a scale {"low": {"ko", "en"}, "2": …, "3": …, "4": …, "high": {"ko", "en"}}. Without
    questions it is a survey that is being written; a wave opens once it has some.
    """
    at = at or timezone.now()
    survey = Survey.objects.create(
        title=title,
        intro=intro or Words(),
        method=method or Words(),
        is_public=is_public,
        by_section=by_section,
        replaces=replaces,
        owner=by,
        panel=panel or Panel.objects.create(name=str(title.get("ko", ""))[:120], created_at=at),
        created_at=at,
    )
    _write(survey, sections or [], questions)
    return survey


@transaction.atomic
def change_survey(*, survey: Survey, **about) -> Survey:
    """What stands around the questions (ABOUT) may be corrected at any time."""
    for name in ABOUT:
        if name in about:
            setattr(survey, name, about[name])
    if too_many_places(rows_of_questions(survey), survey.by_section):
        raise QuestionsRefused({0: _one_map()})
    survey.save(update_fields=ABOUT)
    return survey


@transaction.atomic
def write_questions(
    *, survey: Survey, questions: list[Row], sections: list[dict[str, Any]] | None = None
) -> Survey:
    """Instead of those there were; only while nobody has answered."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if has_responses(survey):
        raise SurveyHasResponses
    _write(survey, sections or [], questions)
    return survey


def has_responses(survey: Survey) -> bool:
    """Also where everybody has taken theirs out: what was published stays (surveys/keep.py)."""
    return (
        Response.objects.filter(wave__survey=survey).exists()
        or KeptWave.objects.filter(wave__survey=survey).exists()
    )


def rows_of_questions(survey: Survey) -> list[Row]:
    """The questions as `create_survey` takes them."""
    numbers = {section.pk: number for number, section in enumerate(survey.sections.all(), 1)}
    return [
        {name: getattr(question, name) for name in ("code", "kind", "words", *EMPTY)}
        | {"section": numbers.get(question.section_id or 0)}
        for question in survey.questions.all()
    ]


def rows_of_sections(survey: Survey) -> list[dict[str, Any]]:
    return [{"title": each.title, "intro": each.intro} for each in survey.sections.all()]


def _write(survey: Survey, sections: list[dict[str, Any]], questions: list[Row]) -> None:
    """A question keeps its row while its code stays: a pilot's measure may point to it."""
    rows = sorted(
        (complete(place, question) for place, question in enumerate(questions, 1)),
        key=lambda row: row["section"] or 0,
    )
    errors = check_questions(rows)
    if not errors and too_many_places(rows, survey.by_section):
        errors = {0: _one_map()}
    if errors:
        raise QuestionsRefused(errors)
    kept = _write_sections(survey, sections)
    known = {question.code: question for question in survey.questions.all()}
    for position, row in enumerate(rows, 1):
        question = known.pop(row["code"], None) or Question(survey=survey)
        section = kept[row["section"] - 1] if row["section"] else None
        for field, value in (row | {"section": section, "position": position}).items():
            setattr(question, field, value)
        question.save()
    _take_out(known.values(), len(rows))


def _write_sections(survey: Survey, sections: list[dict[str, Any]]) -> list[Section]:
    known = list(survey.sections.all())
    kept = []
    for number, row in enumerate(sections, 1):
        section = known[number - 1] if number <= len(known) else Section(survey=survey)
        section.title, section.intro = row["title"], row.get("intro") or Words()
        section.position = number
        section.save()
        kept.append(section)
    for section in known[len(sections) :]:
        section.delete()
    return kept


def _take_out(questions, place: int) -> None:
    for question in questions:
        try:
            question.delete()
        except ProtectedError:
            sentence = _("A measure of the pilot is taken from “%(question)s”: it has to stay.")
            raise QuestionsRefused({place: sentence % {"question": question}}) from None


def _one_map() -> str:
    return _("One page holds one map: put the second place into another section.")
