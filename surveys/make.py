"""An officer writes a questionnaire."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from city.words import Words
from surveys.models import Panel, Question, Response, Survey

WITH_OPTIONS = {Question.Kind.SINGLE, Question.Kind.MULTIPLE}


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
                "Somebody has already answered. The questions stay as they are; make a new survey instead."
            )
        )


@transaction.atomic
def create_survey(
    *,
    title: Words,
    questions: list[dict],
    intro: Words | None = None,
    is_public: bool = False,
    by: User | None = None,
    panel: Panel | None = None,
    at: datetime | None = None,
) -> Survey:
    """Each question is a dict of Question's fields; `code` may be left out (q1, q2 …).

    Options of single and multiple are [{"code", "ko", "en"}] (codes may be left out), the ends of
    a scale {"low": {"ko", "en"}, "high": {"ko", "en"}}.
    """
    at = at or timezone.now()
    survey = Survey.objects.create(
        title=title,
        intro=intro or Words(),
        is_public=is_public,
        owner=by,
        panel=panel or Panel.objects.create(name=str(title.get("ko", ""))[:120], created_at=at),
        created_at=at,
    )
    _write_questions(survey, questions)
    return survey


@transaction.atomic
def change_survey(
    *,
    survey: Survey,
    title: Words,
    questions: list[dict] | None = None,
    intro: Words | None = None,
    is_public: bool | None = None,
) -> Survey:
    """Words may be corrected at any time; questions only while nobody has answered."""
    survey.title, survey.intro = title, intro or Words()
    if is_public is not None:
        survey.is_public = is_public
    survey.save(update_fields=["title", "intro", "is_public"])
    if questions is not None:
        if has_responses(survey):
            raise SurveyHasResponses
        _write_questions(survey, questions)
    return survey


def has_responses(survey: Survey) -> bool:
    return Response.objects.filter(wave__survey=survey).exists()


def _write_questions(survey: Survey, questions: list[dict]) -> None:
    """A question keeps its row while its code stays: a pilot's measure may point to it."""
    rows = [_complete(position, question) for position, question in enumerate(questions, 1)]
    if errors := check_questions(rows):
        raise QuestionsRefused(errors)
    known = {question.code: question for question in survey.questions.all()}
    for row in rows:
        question = known.pop(row["code"], None) or Question(survey=survey)
        for field, value in row.items():
            setattr(question, field, value)
        question.save()
    for question in known.values():
        question.delete()


def _complete(position: int, question: dict) -> dict:
    row = {
        "hint": Words(), "unit": Words(), "options": [], "smallest": None, "largest": None,
        "is_required": True, "is_profile": False, "position": position, **question,
    }  # fmt: skip
    row["code"] = question.get("code") or f"q{position}"
    if row["kind"] in WITH_OPTIONS:
        row["options"] = [
            {**option, "code": option.get("code") or f"{number}"}
            for number, option in enumerate(row["options"] or [], 1)
        ]
    return row


def check_questions(rows: list[dict]) -> dict[int, str]:
    """One sentence for each question that cannot be asked like this, by its place in the list."""
    if not rows:
        return {0: _("A survey needs at least one question.")}
    errors: dict[int, str] = {}
    codes: set[str] = set()
    for place, row in enumerate(rows):
        if error := _what_is_wrong(row, codes):
            errors[place] = error
        codes.add(row["code"])
    return errors


def _what_is_wrong(row: dict, codes: set[str]) -> str:
    if row["kind"] not in Question.Kind.values:
        return _("Choose what kind of question this is.")
    if not (row.get("words") or {}).get("ko"):
        return _("Write the question in Korean; English may follow later.")
    code = row["code"]
    if code in codes or len(code) > 30 or slugify(code) != code.lower():
        return _("Give each question a short name of its own, with letters, digits and hyphens.")
    if row["is_profile"] and row["kind"] != Question.Kind.SINGLE:
        return _("Ask who somebody is with answers to choose one from.")
    if row["kind"] in WITH_OPTIONS:
        labels = [option.get("ko") for option in row["options"]]
        if len(labels) < 2 or not all(labels):
            return _("Give at least two options, each in Korean.")
        if len({option["code"] for option in row["options"]}) < len(labels):
            return _("Each option needs a code of its own.")
    if (
        row["smallest"] is not None
        and row["largest"] is not None
        and row["smallest"] > row["largest"]
    ):
        return _("The smallest value has to be below the largest.")
    return ""
