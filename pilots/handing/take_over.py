"""실증 이어받기: from another city's file to a draft of one's own, or only its result to pool."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.digest import canonical
from city.models import Department
from city.words import Words
from pilots.apart.texts import TextRefused, write_extra
from pilots.handing.file import TAKING_PART, FileRefused, read_file
from pilots.models import Conclusion, EligibilityQuestion, Pilot, TakenOver
from pilots.protocol import (
    add_alternative,
    add_measure,
    create_pilot,
    use_survey,
    write_consent,
)
from pilots.recruit.quotas import Cell, set_quotas
from surveys.build.file import FileRefused as SurveyRefused
from surveys.build.file import read_file as make_survey

COPIED_WORDS = ("title", "summary", "question", "hypothesis", "what_changes", "risk_sheet",
                "privacy_sheet", "stop_rule", "thanks_rule")  # fmt: skip
COPIED = ("thanks_kind", "thanks_amount", "needs_permit", "has_budget")
CONSENT_WORDS = ("title", "purpose", "items", "retention", "refusal", "easy")
OF_PEOPLE = ("takes_participants", "seats", "consent_days")
OF_MEASURES = (
    "code", "direction", "source", "statistic", "counted", "target", "smallest_effect",
    "expected_level", "expected_spread",
)  # fmt: skip
WORDS_OF_MEASURES = ("name", "unit", "definition", "denominator", "method")


def take_over(
    *,
    file: bytes,
    by: User,
    department: Department | None = None,
    as_draft: bool = True,
    at: datetime | None = None,
) -> TakenOver:
    """All of it or nothing. Raises FileRefused with one sentence for the officer.

    Without a department it is the one that is called as in the other city, or the officer's own.
    """
    at = at or timezone.now()
    content = read_file(file)
    _check_is_new(content)
    with transaction.atomic():
        pilot = None
        if as_draft:
            pilot = _draft(content, department or _department_for(content, by), by, at)
        try:
            return TakenOver.objects.create(
                pilot=pilot, from_city=content["city"]["name"]["ko"],
                title=Words(content["pilot"]["title"]), digest=content["conclusion"]["sha256"],
                content=content, by=by, at=at,
            )  # fmt: skip
        except IntegrityError as error:  # a colleague took it over in this moment
            raise FileRefused(_taken_already()) from error


def _check_is_new(content: dict[str, Any]) -> None:
    """A pilot is known by its evidence: a file with one more re-check is no other pilot."""
    digest = content["conclusion"]["sha256"]
    if TakenOver.objects.filter(digest=digest).exists():
        raise FileRefused(_taken_already())
    if Conclusion.objects.filter(digest=digest).exists():
        raise FileRefused(_("This is a pilot of your own city. Open a successor instead."))


def _taken_already() -> str:
    return _("This pilot has been taken over already. You find it in the list below.")


def _department_for(content: dict[str, Any], by: User) -> Department:
    there = content["pilot"]["department"]["ko"]
    found = Department.objects.filter(is_open=True, name__ko=there).first() or by.department
    if found is None:
        raise FileRefused(_("Choose the department that this pilot belongs to here."))
    return found


def _draft(content: dict[str, Any], department: Department, by: User, at: datetime) -> Pilot:
    plan = content["pilot"]
    try:
        return _write(content, plan, department, by, at)
    except (SurveyRefused, TextRefused) as error:
        raise FileRefused(
            _("The file holds something that cannot be used here: %(why)s") % {"why": error}
        ) from error


def _write(content, plan, department: Department, by: User, at: datetime) -> Pilot:
    pilot = create_pilot(
        by=by, department=department, origin=Pilot.Origin.CITY, at=at,
        **{name: Words(plan[name]) for name in COPIED_WORDS},
        **{name: plan[name] for name in COPIED},
        **{name: plan["people"][name] for name in OF_PEOPLE},
    )  # fmt: skip
    for each in plan["alternatives"]:
        add_alternative(
            pilot=pilot, by=by, at=at, code=each["code"], name=Words(each["name"]),
            description=Words(each["description"]), is_control=each["is_control"],
        )  # fmt: skip
    _measure(pilot, content, by, at)
    _recruit(pilot, plan["people"], by)
    for text in plan["consents"]:
        _ask_consent(pilot, text, by, at)
    return pilot


def _measure(pilot: Pilot, content: dict[str, Any], by: User, at: datetime) -> None:
    questions = {}
    if content["instrument"]:
        survey = make_survey(content=canonical(content["instrument"]), by=by, at=at)
        use_survey(pilot=pilot, survey=survey, by=by)
        questions = {question.code: question for question in survey.questions.all()}
    for each in content["pilot"]["measures"]:
        question = questions.get(each["question"])
        add_measure(
            pilot=pilot, by=by, at=at, question=question, is_primary=each["role"] == "primary",
            is_exploratory=each["role"] == "exploratory",
            **{name: Words(each[name]) for name in WORDS_OF_MEASURES},
            **{name: each[name] for name in OF_MEASURES},
        )  # fmt: skip


def _recruit(pilot: Pilot, people: dict[str, Any], by: User) -> None:
    """Quotas by dong stay behind: the dongs are other ones here."""
    for position, each in enumerate(people["eligibility"]):
        EligibilityQuestion.objects.create(
            pilot=pilot, position=position, words=Words(each["words"]), wanted=each["wanted"],
            otherwise=Words(each["otherwise"]),
        )  # fmt: skip
    cells = {
        Cell(None, each["age_band"], each["sex"]): each["seats"]
        for each in people["quotas"]
        if each["district"] is None
    }
    if cells and sum(cells.values()) <= (pilot.seats or 0):
        set_quotas(pilot=pilot, seats=cells, by=by)


def _ask_consent(pilot: Pilot, text: dict[str, Any], by: User, at: datetime) -> None:
    said = {name: Words(text[name]) for name in CONSENT_WORDS} | {"recipients": text["recipients"]}
    if text["covers"] == TAKING_PART:
        write_consent(pilot=pilot, by=by, at=at, **said)
    else:
        write_extra(pilot=pilot, covers=text["covers"], by=by, at=at, **said)
