"""What is tested, where, with whose money, and how it is measured: written before it starts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.consent import write_text
from accounts.models import ConsentText
from city.words import Words
from maps.shapes import place_by, read_shape
from pilots.amend import amend, needs_reason
from pilots.apart.texts import ask_again_for_taking_part, is_same
from pilots.models import Alternative, BudgetLine, Measure, Partner, Pilot, Site
from pilots.plan.rows import InUse, add_row, change_row, remove_row
from pilots.plan.versions import keep_version
from pilots.workflow import Stage
from surveys.models import Survey


@transaction.atomic
def create_pilot(*, by, title, department, at: datetime | None = None, **fields) -> Pilot:
    fields.setdefault("manager", by)
    fields.setdefault("created_at", at or timezone.now())
    fields.setdefault("stage_since", fields["created_at"])
    return Pilot.objects.create(title=title, department=department, **fields)


@transaction.atomic
def edit_pilot(*, pilot: Pilot, by, reason="", at: datetime | None = None, **fields) -> Pilot:
    # Whether people take part decides the path of stages; it is fixed when the pilot starts.
    if pilot.stage != Stage.DRAFT:
        fields.pop("takes_participants", None)
    change_row(pilot, what="protocol", by=by, reason=reason, at=at, fields=fields)
    return pilot


def set_solutions(*, pilot: Pilot, solutions, by, reason="", at: datetime | None = None) -> None:
    """The alternatives, offered by residents, companies or universities, that are tested."""
    solutions = sorted(solutions, key=lambda each: each.pk)
    before = list(pilot.solutions.order_by("pk"))
    with transaction.atomic():
        amend(
            pilot=pilot, what="solutions", by=by, reason=reason, at=at,
            before={"solutions": [str(each) for each in before]},
            after={"solutions": [str(each) for each in solutions]},
        )  # fmt: skip
        pilot.solutions.set(solutions)
        keep_version(pilot=pilot, by=by, at=at)


# ── Alternatives ─────────────────────────────────────────────────────────────────────────────


def add_alternative(
    *, pilot: Pilot, by, reason="", at: datetime | None = None, **fields
) -> Alternative:
    return add_row(
        Alternative(pilot=pilot), what="alternatives", by=by, reason=reason, at=at, fields=fields
    )


def edit_alternative(
    *, alternative: Alternative, by, reason="", at: datetime | None = None, **fields
) -> Alternative:
    return change_row(alternative, what="alternatives", by=by, reason=reason, at=at, fields=fields)


def remove_alternative(
    *, alternative: Alternative, by, reason="", at: datetime | None = None
) -> None:
    remove_row(alternative, what="alternatives", by=by, reason=reason, at=at)


# ── Sites ────────────────────────────────────────────────────────────────────────────────────


def add_site(*, pilot: Pilot, name, by, reason="", at: datetime | None = None, **fields) -> Site:
    return add_row(Site(pilot=pilot), what="sites", by=by, reason=reason, at=at,
                fields=_placed({"name": name, **fields}))  # fmt: skip


def edit_site(*, site: Site, by, reason="", at: datetime | None = None, **fields) -> Site:
    return change_row(site, what="sites", by=by, reason=reason, at=at,
                   fields=_placed(fields))  # fmt: skip


def remove_site(*, site: Site, by, reason="", at: datetime | None = None) -> None:
    remove_row(site, what="sites", by=by, reason=reason, at=at)


def _placed(fields: dict[str, Any]) -> dict[str, Any]:
    """A line or an area brings its own pin."""
    if fields.get("shape"):
        return fields | place_by(read_shape(fields["shape"]))
    return fields


# ── Measures ─────────────────────────────────────────────────────────────────────────────────


def add_measure(
    *, pilot: Pilot, name, by, code="", reason="", at: datetime | None = None, **fields
) -> Measure:
    """The first measure is the primary one until another is named. One that comes after the
    baseline was not planned: it is exploratory for good, and never decides."""
    code = code or _free_code(pilot, name)
    fields["is_primary"] = fields.get("is_primary") or not pilot.measures.exists()
    measure = Measure(pilot=pilot)
    if needs_reason(pilot):
        measure.locked_at, measure.is_exploratory = at or timezone.now(), True
        fields["is_primary"] = False
    return add_row(measure, what="measures", by=by, reason=reason, at=at,
                fields={"name": name, "code": code, **fields})  # fmt: skip


def edit_measure(
    *, measure: Measure, by, reason="", at: datetime | None = None, **fields
) -> Measure:
    return change_row(measure, what="measures", by=by, reason=reason, at=at,
                   fields=fields)  # fmt: skip


@transaction.atomic
def remove_measure(*, measure: Measure, by, reason="", at: datetime | None = None) -> None:
    """Before the primary one goes, the next takes its place, so that one version tells both."""
    others = measure.pilot.measures.exclude(pk=measure.pk)
    if measure.is_primary and (following := others.first()):
        Measure.objects.filter(pk=measure.pk).update(is_primary=False)
        following.is_primary = True
        following.save(update_fields=["is_primary"])
    remove_row(measure, what="measures", by=by, reason=reason, at=at)


def _free_code(pilot: Pilot, name) -> str:
    stem = slugify(str(name.get("en", "")))[:34] or "measure"
    taken = set(pilot.measures.values_list("code", flat=True))
    return next(
        code for n in range(1, 1000) if (code := stem if n == 1 else f"{stem}-{n}") not in taken
    )


# ── The questionnaire ─────────────────────────────────────────────────────────────────────────


@transaction.atomic
def use_survey(*, pilot: Pilot, survey: Survey, by) -> None:
    """Participants and answers share one panel, so that a code is the same in both. Only before
    the baseline, and only a survey that nobody has answered under codes of its own."""
    if needs_reason(pilot):
        raise InUse(_("The pilot has begun; its survey stays as it is."))
    panel = pilot.panel
    if panel is None or not pilot.participations.exists():
        pilot.panel = survey.panel
    elif survey.panel_id != panel.pk:
        if survey.panel.panelists.exists():
            raise InUse(_("This survey has been answered already. Write a new one."))
        survey.panel = panel
        survey.save(update_fields=["panel"])
    pilot.survey = survey
    pilot.save(update_fields=["survey", "panel"])
    keep_version(pilot=pilot, by=by)


# ── Money and partners ───────────────────────────────────────────────────────────────────────


def add_budget_line(
    *, pilot: Pilot, by, reason="", at: datetime | None = None, **fields
) -> BudgetLine:
    return add_row(
        BudgetLine(pilot=pilot), what="budget", by=by, reason=reason, at=at, fields=fields
    )


def edit_budget_line(
    *, line: BudgetLine, by, reason="", at: datetime | None = None, **fields
) -> BudgetLine:
    return change_row(line, what="budget", by=by, reason=reason, at=at, fields=fields)


def remove_budget_line(*, line: BudgetLine, by, reason="", at: datetime | None = None) -> None:
    remove_row(line, what="budget", by=by, reason=reason, at=at)


def add_partner(*, pilot: Pilot, by, reason="", at: datetime | None = None, **fields) -> Partner:
    return add_row(
        Partner(pilot=pilot), what="partners", by=by, reason=reason, at=at, fields=fields
    )


def edit_partner(
    *, partner: Partner, by, reason="", at: datetime | None = None, **fields
) -> Partner:
    return change_row(partner, what="partners", by=by, reason=reason, at=at,
                   fields=fields)  # fmt: skip


def remove_partner(*, partner: Partner, by, reason="", at: datetime | None = None) -> None:
    remove_row(partner, what="partners", by=by, reason=reason, at=at)


# ── What participants agree to ───────────────────────────────────────────────────────────────


@transaction.atomic
def write_consent(*, pilot: Pilot, title, purpose, items, retention, refusal, easy=None,
                  recipients=None, by=None, at: datetime | None = None) -> ConsentText:  # fmt: skip
    """A new version of the pilot's consent text. Texts are never edited: whoever agreed to an
    earlier version is asked again (개인정보 보호법 제15조 제2항)."""
    words = {"title": title, "purpose": purpose, "items": items, "retention": retention,
             "refusal": refusal, "easy": easy or Words(), "recipients": recipients or []}  # fmt: skip
    current = pilot.consent_text
    if current and is_same(current, words):
        return current
    text = write_text(kind=f"pilot-{pilot.pk}", is_required=True, at=at, **words)
    pilot.consent_text = text
    pilot.save(update_fields=["consent_text"])
    keep_version(pilot=pilot, by=by or pilot.manager, at=at)
    if current:
        ask_again_for_taking_part(pilot, at=at or timezone.now())
    return text
