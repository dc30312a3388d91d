"""A pilot that is extended or changed goes on as a new one, with the same protocol and sites."""

from datetime import datetime
from typing import Any

from django.db import models

from city.words import Words
from pilots.models import Measure, Partner, Pilot, Site, TakenUp
from pilots.protocol import create_pilot, write_consent
from surveys.models import Panel, Question, Survey

INHERITED = (
    "summary", "question", "hypothesis", "what_changes", "origin", "manager",
    "takes_participants", "seats", "has_budget", "risk_sheet", "privacy_sheet", "stop_rule",
    "needs_permit", "permit_kind", "permit_authority", "permit_scope", "permit_insurance",
    "permit_expires_on",
)  # fmt: skip


def open_successor(*, pilot: Pilot, by, at: datetime) -> Pilot:
    """A draft that inherits everything but the dates, the money, the people and the data."""
    successor = create_pilot(
        by=by, title=_next_title(pilot), department=pilot.department, predecessor=pilot, at=at,
        **{name: getattr(pilot, name) for name in INHERITED},
    )  # fmt: skip
    questions = _copy_instrument(pilot, successor)
    for site in pilot.sites.all():
        _copy(Site, site, pilot=successor)
    for measure in pilot.measures.all():
        question = questions.get(measure.question_id)
        _copy(Measure, measure, pilot=successor, question=question, locked_at=None)
    for partner in pilot.partners.all():
        _copy(Partner, partner, pilot=successor)
    successor.solutions.set(pilot.solutions.all())
    TakenUp.objects.bulk_create(
        TakenUp(pilot=successor, proposal_id=pk, at=at)
        for pk in pilot.proposals.values_list("pk", flat=True)
    )
    _copy_consent(pilot, successor, at)
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


def _copy_instrument(pilot: Pilot, successor: Pilot) -> dict[int | None, Question]:
    """The same questions for a new panel: answers of two rounds never mix."""
    if pilot.survey is None:
        return {}
    successor.panel = Panel.objects.create(name=str(successor.title["ko"])[:120])
    successor.survey = Survey.objects.create(
        title=pilot.survey.title, intro=pilot.survey.intro, panel=successor.panel,
        is_public=pilot.survey.is_public, owner=pilot.survey.owner, created_at=successor.created_at,
    )  # fmt: skip
    successor.save(update_fields=["panel", "survey"])
    return {
        question.pk: _copy(Question, question, survey=successor.survey)
        for question in pilot.survey.questions.all()
    }


def _copy_consent(pilot: Pilot, successor: Pilot, at: datetime) -> None:
    if text := pilot.consent_text:
        write_consent(
            pilot=successor, title=text.title, purpose=text.purpose, items=text.items,
            retention=text.retention, refusal=text.refusal, at=at,
        )  # fmt: skip


def _copy(model: type[models.Model], row: models.Model, **other: Any) -> Any:
    values = {
        field.name: getattr(row, field.name)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    return model._default_manager.create(**(values | other))
