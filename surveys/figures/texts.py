"""Free answers: an officer reads each, and those that may stand are listed without any code.

They are in no file and in no report, and go with the person who wrote them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import ModerationRule, User
from accounts.rules import finds, rules_in_force
from surveys.models import Question, Response, Survey, TextReview, Wave

KINDS = (Question.Kind.SHORT, Question.Kind.TEXT)


class TextRefused(Exception):
    """str() is one sentence that says why nothing was decided."""


@dataclass(frozen=True)
class FreeAnswer:
    """What one person wrote to one question, and what was decided about it."""

    response: int
    question: Question
    wave: Wave
    text: str
    is_shown: bool | None  # None: nobody has decided, or it was written anew since
    warnings: list[str]


@transaction.atomic
def review_text(
    *,
    response: Response,
    question: Question,
    is_shown: bool,
    by: User,
    at: datetime | None = None,
) -> TextReview:
    """Decided again, the later decision counts."""
    if not by.is_officer:
        raise TextRefused(_("Only officers decide which free answers are shown."))
    if question.survey_id != response.wave.survey_id or not _may_be_read(question):
        raise TextRefused(_("This is not a free answer of this survey."))
    if question.code not in response.answers:
        raise TextRefused(_("This answer is not there any more."))
    return TextReview.objects.update_or_create(
        response=response,
        question=question,
        defaults={"is_shown": is_shown, "by": by, "at": at or timezone.now()},
    )[0]


def free_questions(survey: Survey) -> list[Question]:
    return [question for question in survey.questions.all() if _may_be_read(question)]


def _may_be_read(question: Question) -> bool:
    """What people wrote about their health is listed nowhere."""
    return question.kind in KINDS and not question.is_sensitive


def free_answers(survey: Survey) -> list[FreeAnswer]:
    """Those that nobody has decided about first; each group in an order that says nothing."""
    questions = free_questions(survey)
    if not questions:
        return []
    decided = _decisions(survey)
    rules = rules_in_force()
    known = {wave.pk: wave for wave in survey.waves.all()}
    responses = Response.objects.filter(wave__in=known).only("answers", "wave_id", "updated_at")
    answers = [
        FreeAnswer(
            response.pk,
            question,
            known[response.wave_id],
            text,
            _decision(response, decided.get((response.pk, question.pk))),
            warnings_of(text, rules),
        )
        for response in responses
        for question in questions
        if (text := str(response.answers.get(question.code) or "").strip())
    ]
    return sorted(answers, key=_undecided_first)


def shown_texts(survey: Survey, waves: Iterable[Wave]) -> dict[int, list[str]]:
    """By question; those that may stand on the results page."""
    codes = {question.pk: question.code for question in free_questions(survey)}
    if not codes:
        return {}
    reviews = TextReview.objects.filter(
        is_shown=True, question__in=codes, response__wave__in=[wave.pk for wave in waves],
        at__gte=F("response__updated_at"),
    )  # fmt: skip
    shown = defaultdict(list)
    for review in sorted(reviews.select_related("response"), key=_shuffled_review):
        text = str(review.response.answers.get(codes[review.question_id]) or "").strip()
        if text:
            shown[review.question_id].append(text)
    return shown


def _shuffled_review(review: TextReview) -> str:
    return _shuffled(review.question_id, review.response_id)


def _decisions(survey: Survey) -> dict[tuple[int, int], TextReview]:
    reviews = TextReview.objects.filter(question__survey=survey)
    return {(each.response_id, each.question_id): each for each in reviews}


def _decision(response: Response, review: TextReview | None) -> bool | None:
    """Other words than those that were read are looked at anew."""
    if review is None or review.at < response.updated_at:
        return None
    return review.is_shown


def _undecided_first(answer: FreeAnswer) -> tuple[bool, str]:
    return answer.is_shown is not None, _shuffled(answer.question.pk, answer.response)


def _shuffled(question: int, response: int) -> str:
    place = f"{question}.{response}"
    return salted_hmac("surveys.texts", place, algorithm="sha256").hexdigest()


def warnings_of(text: str, rules: Iterable[ModerationRule]) -> list[str]:
    """What the city's rules find in it: a telephone number, a resident number, a word."""
    return [str(rule.get_kind_display()) for rule in rules if finds(rule, text)]
