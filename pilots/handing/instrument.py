"""The questionnaire of a pilot as plain JSON, and a new one made from it."""

from datetime import datetime
from typing import Any

from city.words import Words
from pilots.handing.shape import (
    Check,
    NotAsAgreed,
    code,
    long_words,
    maybe,
    number,
    one_of,
    record,
    rows,
    text,
    truth,
    whole,
    words,
)
from surveys.make import create_survey
from surveys.models import Question, Section, Survey

WORDS = ("words", "hint", "unit")
PLAIN = (
    "code", "kind", "options", "rows", "has_other", "shuffles", "shown_if", "smallest", "largest",
    "is_required", "is_profile", "is_sensitive",
)  # fmt: skip


def _label(value, where) -> None:
    """{"code", "ko", "en"}, or an end of a scale without a code."""
    if not isinstance(value, dict) or set(value) - {"code", "ko", "en"}:
        raise NotAsAgreed(where)
    words()({key: value[key] for key in value if key != "code"}, where)
    if "code" in value:
        text(40)(value["code"], f"{where}.code")


def _options(value, where) -> None:
    if isinstance(value, dict):
        if set(value) - {"low", "high"}:
            raise NotAsAgreed(where)
        value = list(value.values())
    rows(_label, 60)(value, where)


def _shown_if(value, where) -> None:
    if value == {}:
        return
    record(question=code(30), any_of=rows(ANSWER, 60, least=1))(value, where)


def _answer(value, where) -> None:
    """The code of an option, or a level of a scale."""
    (text(40) if isinstance(value, str) else whole(-1000, 1000))(value, where)


ANSWER: Check = _answer


QUESTION: Check = record(
    code=code(30), kind=one_of(Question.Kind.values), words=words(1_000), hint=words(1_000, blank=True),
    unit=words(60, blank=True), options=_options, rows=rows(_label, 60), has_other=truth,
    shuffles=truth, shown_if=_shown_if, smallest=maybe(number()), largest=maybe(number()),
    is_required=truth, is_profile=truth, is_sensitive=truth, section=maybe(whole(0, 60)),
)  # fmt: skip
INSTRUMENT: Check = record(
    title=words(120), intro=long_words(), by_section=truth, method=long_words(),
    sections=rows(record(title=words(), intro=long_words()), 60),
    questions=rows(QUESTION, 200, least=1),
)  # fmt: skip


def instrument_of(survey: Survey | None) -> dict[str, Any] | None:
    if survey is None or not survey.questions.exists():
        return None
    sections = list(survey.sections.all())
    place = {section.pk: number for number, section in enumerate(sections)}
    return {
        "title": dict(survey.title),
        "intro": dict(survey.intro),
        "by_section": survey.by_section,
        "method": dict(survey.method),
        "sections": [
            {"title": dict(each.title), "intro": dict(each.intro)} for each in sections
        ],
        "questions": [
            {name: getattr(each, name) for name in PLAIN}
            | {name: dict(getattr(each, name)) for name in WORDS}
            | {"section": place.get(each.section_id)}
            for each in survey.questions.all()
        ],
    }  # fmt: skip


def make_instrument(said: dict[str, Any], *, by, at: datetime) -> Survey:
    """Raises surveys.make.QuestionsRefused where the questions cannot be asked like this."""
    questions = [
        {name: each[name] for name in PLAIN} | {name: Words(each[name]) for name in WORDS}
        for each in said["questions"]
    ]
    survey = create_survey(
        title=Words(said["title"]), intro=Words(said["intro"]), questions=questions, by=by, at=at
    )
    survey.by_section, survey.method = said["by_section"], Words(said["method"])
    survey.save(update_fields=["by_section", "method"])
    sections = [
        Section.objects.create(
            survey=survey, position=number, title=Words(each["title"]), intro=Words(each["intro"])
        )
        for number, each in enumerate(said["sections"])
    ]
    if sections:
        _put_into_sections(survey, sections, said["questions"])
    return survey


def _put_into_sections(survey: Survey, sections: list[Section], said: list[dict]) -> None:
    belongs = {each["code"]: each["section"] for each in said}
    questions = list(survey.questions.all())
    for question in questions:
        place = belongs[question.code]
        question.section = sections[place] if place is not None and place < len(sections) else None
    Question.objects.bulk_update(questions, ["section"])
