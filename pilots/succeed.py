"""A pilot that is extended or changed goes on as a new one, with the same protocol and sites."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.consent import write_text
from accounts.models import ConsentText
from city.words import Words
from pilots.models import (
    Alternative,
    EligibilityQuestion,
    ExtraConsent,
    Measure,
    Partner,
    Permit,
    Pilot,
    Quota,
    Site,
    TakenUp,
)
from pilots.protocol import create_pilot
from surveys.models import Panel, Question, Section, Survey

INHERITED = (
    "summary", "question", "hypothesis", "what_changes", "origin", "manager", "task",
    "takes_participants", "seats", "consent_days", "diary_rhythm", "children_may_join", "has_budget",
    "risk_sheet", "privacy_sheet", "stop_rule", "thanks_kind", "thanks_amount", "thanks_rule",
    "ethics_board", "ethics_reason", "needs_permit",
)  # fmt: skip
# A duty and an agreement on data end with the pilot for which they were made.
NO_DUTY = {"duty": Partner.Duty.NONE, "until": None, "agreement": "", "agreed_on": None}
COUNTED_PER_TEXT = {"id", "kind", "version", "created_at"}


def open_successor(*, pilot: Pilot, by, at: datetime) -> Pilot:
    """A draft that inherits everything but the dates, the money, the people and the data."""
    successor = create_pilot(
        by=by, title=_next_title(pilot), department=pilot.department, predecessor=pilot, at=at,
        ethics=_ethics_of(pilot), **{name: getattr(pilot, name) for name in INHERITED},
    )  # fmt: skip
    _copy_what_is_tested(pilot, successor)
    _copy_whom_it_takes(pilot, successor)
    _copy_consents(pilot, successor, at)
    _copy_permit(pilot, successor, at)
    for partner in pilot.partners.all():
        _copy(Partner, partner, pilot=successor, **NO_DUTY)
    TakenUp.objects.bulk_create(
        TakenUp(pilot=successor, proposal_id=pk, at=at)
        for pk in pilot.proposals.values_list("pk", flat=True)
    )
    return successor


def _next_title(pilot: Pilot) -> Words:
    """… (2차), … (3차); the first round keeps its plain title."""
    first, number = pilot, 2
    while first.predecessor:
        first, number = first.predecessor, number + 1
    endings = {"ko": f" ({number}차)", "en": f" (round {number})"}
    return Words(
        {language: f"{text}{endings[language]}" for language, text in first.title.items() if text}
    )


def _ethics_of(pilot: Pilot) -> str:
    """An approval or an exemption is given for one study: the next one has to ask again."""
    not_needed = Pilot.Ethics.NOT_NEEDED
    return not_needed if pilot.ethics == not_needed else Pilot.Ethics.UNSETTLED


def _copy_what_is_tested(pilot: Pilot, successor: Pilot) -> None:
    successor.solutions.set(pilot.solutions.all())
    questions = _copy_instrument(pilot, successor)
    alternatives: dict[int | None, Alternative] = {
        each.pk: _copy(Alternative, each, pilot=successor) for each in pilot.alternatives.all()
    }
    for site in pilot.sites.all():
        _copy(Site, site, pilot=successor, alternative=alternatives.get(site.alternative_id))
    for measure in pilot.measures.all():
        question = questions.get(measure.question_id)
        _copy(Measure, measure, pilot=successor, question=question, locked_at=None)


def _copy_instrument(pilot: Pilot, successor: Pilot) -> dict[int | None, Question]:
    """The same questions for a new panel: answers of two rounds never mix."""
    if pilot.survey is None:
        return {}
    panel = Panel.objects.create(name=str(successor.title["ko"])[:120])
    survey = _copy(
        Survey, pilot.survey, panel=panel, replaces=None, created_at=successor.created_at
    )
    successor.panel, successor.survey = panel, survey
    successor.save(update_fields=["panel", "survey"])
    sections: dict[int | None, Section] = {
        each.pk: _copy(Section, each, survey=survey) for each in pilot.survey.sections.all()
    }
    return {
        each.pk: _copy(Question, each, survey=survey, section=sections.get(each.section_id))
        for each in pilot.survey.questions.all()
    }


def _copy_whom_it_takes(pilot: Pilot, successor: Pilot) -> None:
    for question in pilot.eligibility_questions.all():
        _copy(EligibilityQuestion, question, pilot=successor)
    for quota in pilot.quotas.all():
        _copy(Quota, quota, pilot=successor)


def _copy_consents(pilot: Pilot, successor: Pilot, at: datetime) -> None:
    """Texts of its own: a yes to the first round is none to the second."""
    if pilot.consent_text:
        successor.consent_text = _copy_text(pilot.consent_text, pilot, successor, at)
        successor.save(update_fields=["consent_text"])
    for further in pilot.extra_consents.select_related("text"):
        _copy(
            ExtraConsent, further, pilot=successor,
            text=_copy_text(further.text, pilot, successor, at),
        )  # fmt: skip


def _copy_text(text: ConsentText, pilot: Pilot, successor: Pilot, at: datetime) -> ConsentText:
    kind = f"pilot-{successor.pk}{text.kind.removeprefix(f'pilot-{pilot.pk}')}"
    said = {
        field.name: getattr(text, field.name)
        for field in ConsentText._meta.concrete_fields
        if field.name not in COUNTED_PER_TEXT
    }
    return write_text(kind=kind, at=at, **said)


def _copy_permit(pilot: Pilot, successor: Pilot, at: datetime) -> None:
    """A permit that is still good covers the next round too; one that ran out has to be renewed."""
    permit = Permit.objects.filter(pilot=pilot).first()
    if permit and permit.until >= timezone.localtime(at).date():
        _copy(Permit, permit, pilot=successor, reminded_days=None)


def _copy(model: type[models.Model], row: models.Model, **other: Any) -> Any:
    values = {
        field.name: getattr(row, field.name)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    return model._default_manager.create(**(values | other))
