"""What is tested, where, with whose money, and how it is measured: written before it starts."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.consent import write_text
from accounts.models import ConsentText
from maps.shapes import place_by, read_shape
from pilots.amend import amend, as_it_stands, needs_reason
from pilots.models import BudgetLine, Measure, Partner, Pilot, Site
from pilots.workflow import Stage
from surveys.models import Survey

# What is reported as the pilot goes on; changing it changes no promise.
FREE = {"spent"}
BOOKKEEPING = {"id", "pilot", "cell", "locked_at", "person"}  # nobody's account is told


class InUse(Exception):
    """Something has been measured with it; str() says what to do instead."""


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
    _change(pilot, pilot=pilot, what="protocol", by=by, reason=reason, at=at, fields=fields)
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


# ── Sites ────────────────────────────────────────────────────────────────────────────────────


def add_site(*, pilot: Pilot, name, by, reason="", at: datetime | None = None, **fields) -> Site:
    return _add(Site(pilot=pilot), what="sites", by=by, reason=reason, at=at,
                fields=_placed({"name": name, **fields}))  # fmt: skip


def edit_site(*, site: Site, by, reason="", at: datetime | None = None, **fields) -> Site:
    return _change(site, pilot=site.pilot, what="sites", by=by, reason=reason, at=at,
                   fields=_placed(fields))  # fmt: skip


def remove_site(*, site: Site, by, reason="", at: datetime | None = None) -> None:
    _remove(site, what="sites", by=by, reason=reason, at=at)


def _placed(fields: dict[str, Any]) -> dict[str, Any]:
    """A line or an area brings its own pin."""
    if fields.get("shape"):
        return fields | place_by(read_shape(fields["shape"]))
    return fields


# ── Measures ─────────────────────────────────────────────────────────────────────────────────


def add_measure(
    *, pilot: Pilot, name, by, code="", reason="", at: datetime | None = None, **fields
) -> Measure:
    """The first measure is the primary one until another is named."""
    code = code or _free_code(pilot, name)
    fields["is_primary"] = fields.get("is_primary") or not pilot.measures.exists()
    measure = Measure(pilot=pilot)
    if pilot.stage not in (Stage.DRAFT, Stage.RECRUITING):
        measure.locked_at = at or timezone.now()
    return _add(measure, what="measures", by=by, reason=reason, at=at,
                fields={"name": name, "code": code, **fields})  # fmt: skip


def edit_measure(
    *, measure: Measure, by, reason="", at: datetime | None = None, **fields
) -> Measure:
    return _change(measure, pilot=measure.pilot, what="measures", by=by, reason=reason, at=at,
                   fields=fields)  # fmt: skip


@transaction.atomic
def remove_measure(*, measure: Measure, by, reason="", at: datetime | None = None) -> None:
    pilot, was_primary = measure.pilot, measure.is_primary
    _remove(measure, what="measures", by=by, reason=reason, at=at)
    if was_primary and (following := pilot.measures.first()):
        following.is_primary = True
        following.save(update_fields=["is_primary"])


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


# ── Money and partners ───────────────────────────────────────────────────────────────────────


def add_budget_line(
    *, pilot: Pilot, by, reason="", at: datetime | None = None, **fields
) -> BudgetLine:
    return _add(BudgetLine(pilot=pilot), what="budget", by=by, reason=reason, at=at, fields=fields)


def edit_budget_line(
    *, line: BudgetLine, by, reason="", at: datetime | None = None, **fields
) -> BudgetLine:
    return _change(
        line, pilot=line.pilot, what="budget", by=by, reason=reason, at=at, fields=fields
    )


def remove_budget_line(*, line: BudgetLine, by, reason="", at: datetime | None = None) -> None:
    _remove(line, what="budget", by=by, reason=reason, at=at)


def add_partner(*, pilot: Pilot, by, reason="", at: datetime | None = None, **fields) -> Partner:
    return _add(Partner(pilot=pilot), what="partners", by=by, reason=reason, at=at, fields=fields)


def edit_partner(
    *, partner: Partner, by, reason="", at: datetime | None = None, **fields
) -> Partner:
    return _change(partner, pilot=partner.pilot, what="partners", by=by, reason=reason, at=at,
                   fields=fields)  # fmt: skip


def remove_partner(*, partner: Partner, by, reason="", at: datetime | None = None) -> None:
    _remove(partner, what="partners", by=by, reason=reason, at=at)


# ── What participants agree to ───────────────────────────────────────────────────────────────


@transaction.atomic
def write_consent(*, pilot: Pilot, title, purpose, items, retention, refusal,
                  at: datetime | None = None) -> ConsentText:  # fmt: skip
    """A new version of the pilot's consent text. Texts are never edited: whoever agreed to an
    earlier version is asked again (개인정보 보호법 제15조 제2항)."""
    words = {"title": title, "purpose": purpose, "items": items, "retention": retention,
             "refusal": refusal}  # fmt: skip
    current = pilot.consent_text
    if current and all(getattr(current, name) == value for name, value in words.items()):
        return current
    text = write_text(kind=f"pilot-{pilot.pk}", is_required=True, at=at, **words)
    pilot.consent_text = text
    pilot.save(update_fields=["consent_text"])
    return text


# ── How a row is added, changed and removed ──────────────────────────────────────────────────


@transaction.atomic
def _add(row, *, what, by, reason, at, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    amend(
        pilot=row.pilot, what=what, by=by, reason=reason, at=at,
        before={}, after=as_it_stands(row, _told(type(row), fields)),
    )  # fmt: skip
    _make_way(row)
    row.save()
    return row


@transaction.atomic
def _change(row, *, pilot, what, by, reason, at, fields):
    before = as_it_stands(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    after = as_it_stands(row, fields)
    changed = [name for name in fields if before[name] != after[name]]
    told = _told(type(row), changed)
    amend(
        pilot=pilot, what=what, by=by, reason=reason, at=at,
        before={name: before[name] for name in told}, after={name: after[name] for name in told},
    )  # fmt: skip
    _make_way(row)
    row.save()
    return row


@transaction.atomic
def _remove(row, *, what, by, reason, at):
    names = [field.name for field in row._meta.concrete_fields]
    amend(
        pilot=row.pilot, what=what, by=by, reason=reason, at=at,
        before=as_it_stands(row, _told(type(row), names)), after={},
    )  # fmt: skip
    try:
        row.delete()
    except ProtectedError as error:
        raise InUse(
            _("There are observations with “%(name)s”, so it stays.") % {"name": row}
        ) from error


def _told(model: type[models.Model], names) -> list[str]:
    return [name for name in names if name not in FREE | BOOKKEEPING]


def _make_way(row) -> None:
    """A measure that becomes the primary one takes that place from the other."""
    if isinstance(row, Measure) and row.is_primary:
        row.pilot.measures.filter(is_primary=True).exclude(pk=row.pk).update(is_primary=False)
