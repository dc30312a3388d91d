"""How the plan of a pilot stands, as plain JSON: for its page, its versions and for other cities.

Nothing personal is in it, for it is kept for good: proposals and solutions are told by their
number, and partners who are known by their own name only by what they do.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from accounts.models import ConsentText
from pilots.models import BudgetLine, Measure, Partner, Permit, Pilot, Site

FORMAT = "pilot-plan/1"

TOLD = ("title", "summary", "question", "hypothesis", "what_changes", "origin")
PERIOD = ("starts_on", "ends_on", "baseline_from")
PEOPLE = ("takes_participants", "apply_until", "seats", "consent_days", "diary_rhythm", "children_may_join",
          "seed_source")  # fmt: skip
SAFEGUARDS = ("ethics", "ethics_board", "ethics_number", "ethics_reason", "risk_sheet",
              "privacy_sheet", "stop_rule")  # fmt: skip
THANKS = ("thanks_kind", "thanks_amount", "thanks_rule")
SITE = ("name", "arm", "key", "lon", "lat", "shape", "place_note")
MEASURE = (
    "code", "name", "unit", "direction", "definition", "denominator", "method", "source",
    "statistic", "counted", "target", "smallest_effect", "expected_level", "expected_spread",
)  # fmt: skip
LINE = ("label", "source", "year", "planned")
PARTNER = ("name", "kind", "role", "duty", "until", "agreement", "agreed_on")
PERMIT = (
    "kind", "authority", "number", "basis", "scope", "conditions", "insurance", "insured_until",
    "notice", "granted_on", "expires_on", "extended_until", "extension_reason",
)  # fmt: skip
CONSENT = ("version", "title", "purpose", "items", "retention", "refusal", "easy", "recipients",
           "is_required", "is_sensitive")  # fmt: skip


def plan_of(pilot: Pilot) -> dict[str, Any]:
    """Everything that was decided before anything is measured. What was spent, drawn, answered or
    observed is no plan."""
    return {
        "format": FORMAT,
        **_fields(pilot, TOLD),
        "department": _named(pilot.department),
        "task": _task(pilot),
        "predecessor": pilot.predecessor_id,
        "proposals": _keys(pilot.proposals),
        "solutions": _keys(pilot.solutions),
        "period": _fields(pilot, PERIOD),
        "alternatives": [_alternative(each) for each in pilot.alternatives.all()],
        "sites": [
            _site(each)
            for each in pilot.sites.select_related("district", "alternative").defer(
                "district__outline"
            )
        ],
        "survey": {"title": dict(pilot.survey.title)} if pilot.survey else None,
        "measures": [_measure(each) for each in pilot.measures.select_related("question")],
        "people": _people(pilot),
        "consents": _consents(pilot),
        **_fields(pilot, SAFEGUARDS),
        **_fields(pilot, THANKS),
        "needs_permit": pilot.needs_permit,
        "permit": _fields(permit, PERMIT) if (permit := permit_of(pilot)) else None,
        "has_budget": pilot.has_budget,
        "budget": _lines(pilot.budget_lines.all()),
        "shared_budgets": [
            {"name": dict(each.name), "pilots": _keys(each.pilots), "lines": _lines(each.lines.all())}
            for each in pilot.shared_budgets.prefetch_related("lines")
        ],
        "partners": [_partner(each) for each in pilot.partners.all()],
    }  # fmt: skip


def permit_of(pilot: Pilot) -> Permit | None:
    return Permit.objects.filter(pilot=pilot).first()


def _task(pilot: Pilot) -> dict[str, Any] | None:
    if pilot.task is None:
        return None
    return {"name": dict(pilot.task.name), "programme": dict(pilot.task.programme.name)}


def _alternative(row) -> dict[str, Any]:
    return _fields(row, ("code", "name", "description", "is_control")) | {
        "solution": row.solution_id
    }


def _site(row: Site) -> dict[str, Any]:
    return {
        "id": row.pk,
        **_fields(row, SITE),
        "district": _named(row.district) if row.district else None,
        "alternative": row.alternative.code if row.alternative else None,
    }


def _measure(row: Measure) -> dict[str, Any]:
    question = row.question
    return {
        **_fields(row, MEASURE),
        "role": role_of(row),
        "question": {"code": question.code, "words": dict(question.words)} if question else None,
    }


def role_of(measure: Measure) -> str:
    """One measure decides; the others explain; what was not planned is only looked at."""
    if measure.is_exploratory:
        return "exploratory"
    return "primary" if measure.is_primary else "secondary"


def _people(pilot: Pilot) -> dict[str, Any]:
    return {
        **_fields(pilot, PEOPLE),
        "eligibility": [
            _fields(each, ("words", "wanted", "otherwise"))
            for each in pilot.eligibility_questions.all()
        ],
        "quotas": [
            _fields(each, ("age_band", "sex", "seats"))
            | {"district": _named(each.district) if each.district else None}
            for each in pilot.quotas.select_related("district").defer("district__outline")
        ],
    }


def _consents(pilot: Pilot) -> list[dict[str, Any]]:
    """What taking part asks for, and what may be refused beside it."""
    further = pilot.extra_consents.select_related("text")
    return [
        *([_consent("taking_part", pilot.consent_text)] if pilot.consent_text else []),
        *(_consent(each.covers, each.text) for each in further),
    ]


def _consent(covers: str, text: ConsentText) -> dict[str, Any]:
    return {"covers": covers, **_fields(text, CONSENT)}


def _lines(rows: Iterable[BudgetLine]) -> list[dict[str, Any]]:
    return [{"id": row.pk, **_fields(row, LINE)} for row in rows]


def _partner(row: Partner) -> dict[str, Any]:
    told = {"id": row.pk, **_fields(row, PARTNER)}
    return told | ({"name": None} if row.kind in Partner.KNOWN_BY_THEIR_OWN_NAME else {})


def _keys(rows) -> list[int]:
    return sorted(rows.order_by().values_list("pk", flat=True))


def _named(row) -> dict[str, Any]:
    return {"code": row.code, "name": dict(row.name)}


def _fields(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return dict(value)
    return value
