"""A kept plan in the reader's words: sections of parts of named lines, and what differs in two."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from shapely import get_coordinates
from shapely.geometry import shape as to_geometry

from accounts.models import ConsentText
from city.digest import digest_of
from pilots.models import (
    Alternative,
    BudgetLine,
    EligibilityQuestion,
    ExtraConsent,
    Measure,
    Partner,
    Permit,
    Pilot,
    Quota,
    Site,
)
from pilots.plan import snapshot
from pilots.plan.money import in_won
from pilots.say import amount, in_language

Plan = Mapping[str, Any]


class Line(NamedTuple):
    name: str
    text: str


class Part(NamedTuple):
    """One row of the plan. `key` finds it again in another version."""

    key: str
    title: str
    lines: list[Line]


class Section(NamedTuple):
    key: str
    title: str
    parts: list[Part]


class Change(NamedTuple):
    """What stands differently. `before` and `after` are empty where there was, or is, nothing."""

    section: str
    part: str
    name: str
    before: str
    after: str


def roles() -> dict[str, str]:
    return {
        "primary": _("primary measure"),
        "secondary": _("secondary measure"),
        "exploratory": _("exploratory: not planned beforehand"),
    }


def read_plan(plan: Plan) -> list[Section]:
    """Everything of it, section by section; what is empty is left out."""
    sections = [
        Section("tested", _("What is tested"), [_tested(plan)]),
        Section(
            "alternatives", _("Alternatives tested"), _parts(plan["alternatives"], _alternative)
        ),
        Section("sites", _("Sites"), _parts(plan["sites"], _site)),
        Section("period", _("Period"), [Part("", "", _lines(Pilot, plan["period"]))]),
        Section("measures", _("Measures"), _parts(plan["measures"], _measure)),
        Section("people", _("Participants"), _people(plan)),
        Section("consents", _("What participants agree to"), _parts(plan["consents"], _consent)),
        Section("safeguards", _("Safeguards"), [_of_pilot(plan, snapshot.SAFEGUARDS)]),
        Section("permit", _("Sandbox permit"), _permit(plan)),
        Section("thanks", _("Thanks"), [_of_pilot(plan, snapshot.THANKS)]),
        Section("budget", _("Budget"), _budget(plan)),
        Section("partners", _("Partners"), _parts(plan["partners"], _partner)),
    ]
    full = [each._replace(parts=[p for p in each.parts if p.lines]) for each in sections]
    return [each for each in full if each.parts]


def differences(before: Plan, after: Plan) -> list[Change]:
    """Line by line, in the order in which the plan is read."""
    old, new = _flat(before), _flat(after)
    return [
        Change(*(new.get(key) or old[key])[:3], old[key].text if key in old else "",
               new[key].text if key in new else "")
        for key in [*new, *(key for key in old if key not in new)]
        if (old[key].text if key in old else "") != (new[key].text if key in new else "")
    ]  # fmt: skip


class _Flat(NamedTuple):
    section: str
    part: str
    name: str
    text: str


def _flat(plan: Plan) -> dict[tuple[str, str, str], _Flat]:
    return {
        (section.key, part.key, line.name): _Flat(section.title, part.title, line.name, line.text)
        for section in read_plan(plan)
        for part in section.parts
        for line in part.lines
    }


# ── Sections ─────────────────────────────────────────────────────────────────────────────────


def _tested(plan: Plan) -> Part:
    part = _of_pilot(plan, snapshot.TOLD)
    rest = [
        Line(_name(Pilot, "department"), in_language(plan["department"]["name"])),
        Line(_name(Pilot, "task"), _task(plan["task"])),
        Line(_("Proposals taken up"), _numbers(plan["proposals"])),
        Line(_("Solutions tested"), _numbers(plan["solutions"])),
        Line(_("Survey"), in_language(plan["survey"]["title"]) if plan["survey"] else ""),
    ]
    return part._replace(lines=part.lines + _filled(rest))


def _alternative(row: Plan) -> Part:
    quiet = ("name", "solution", *(() if row["is_control"] else ("is_control",)))
    lines = _lines(Alternative, row, leave=quiet)
    offered = Line(_("solution offered"), _numbers([row["solution"]] if row["solution"] else []))
    return Part(row["code"], in_language(row["name"]), lines + _filled([offered]))


def _site(row: Plan) -> Part:
    place = f"{row['lat']}, {row['lon']}" if row["lon"] is not None else ""
    rest = [
        Line(_("district"), in_language(row["district"]["name"]) if row["district"] else ""),
        Line(_name(Site, "alternative"), row["alternative"] or ""),
        Line(_("latitude, longitude"), place),
        Line(_name(Site, "shape"), _corners(row["shape"])),
    ]
    lines = _lines(Site, row, leave=("id", "district", "alternative", "lon", "lat", "shape"))
    return Part(str(row["id"]), in_language(row["name"]), lines + _filled(rest))


def _measure(row: Plan) -> Part:
    question = row["question"]
    rest = [
        Line(pgettext("measure", "Role"), roles()[row["role"]]),
        Line(_("question"), in_language(question["words"]) if question else ""),
        Line(_name(Measure, "counted"), ", ".join(map(str, row["counted"]))),
    ]
    lines = _lines(Measure, row, leave=("name", "role", "question", "counted"))
    return Part(
        row["code"], in_language(row["name"]), _filled(rest[:1]) + lines + _filled(rest[1:])
    )


def _people(plan: Plan) -> list[Part]:
    people = plan["people"]
    if not people["takes_participants"]:
        return [Part("", "", _lines(Pilot, {"takes_participants": False}))]
    eligibility = [
        Part(f"eligibility-{number}", _("Eligibility question %(n)s") % {"n": number},
             _lines(EligibilityQuestion, row))
        for number, row in enumerate(people["eligibility"], 1)
    ]  # fmt: skip
    quotas = [
        Part(f"quota-{group}", _("Quota: %(group)s") % {"group": group}, _lines(Quota, {"seats": row["seats"]}))
        for row in people["quotas"]
        for group in [quota_group(row)]
    ]  # fmt: skip
    return [Part("", "", _lines(Pilot, people, only=snapshot.PEOPLE)), *eligibility, *quotas]


def quota_group(row: Plan) -> str:
    sex = {"f": _("women"), "m": _("men")}.get(row["sex"], row["sex"])
    district = in_language(row["district"]["name"]) if row["district"] else ""
    return " · ".join(each for each in (district, row["age_band"], sex) if each) or _("everybody")


def covers(code: str) -> str:
    if code == "taking_part":
        return _("Taking part in the pilot")
    return str(dict(ExtraConsent.Covers.choices).get(code, code))


def _consent(row: Plan) -> Part:
    given_to = [
        " · ".join(in_language(each.get(name, {})) for name in ("name", "purpose", "items", "retention"))
        for each in row["recipients"]
    ]  # fmt: skip
    lines = _lines(ConsentText, row, leave=("covers", "recipients"))
    to = [Line(_name(ConsentText, "recipients"), "\n".join(given_to))]
    return Part(row["covers"], covers(row["covers"]), lines + _filled(to))


def _permit(plan: Plan) -> list[Part]:
    needs = _lines(Pilot, {"needs_permit": plan["needs_permit"]} if plan["needs_permit"] else {})
    return [Part("", "", needs + (_lines(Permit, plan["permit"]) if plan["permit"] else []))]


def _budget(plan: Plan) -> list[Part]:
    if not plan["has_budget"]:
        return [Part("", "", [Line(_name(Pilot, "has_budget"), _("without a budget"))])]
    shared = [
        Part(f"shared-{line['id']}", in_language(line["label"]),
             [*_line(line), Line(_("shared budget"), _shared(budget))])
        for budget in plan["shared_budgets"]
        for line in budget["lines"]
    ]  # fmt: skip
    own = [
        Part(str(line["id"]), in_language(line["label"]), _line(line)) for line in plan["budget"]
    ]
    return own + shared


def _line(row: Plan) -> list[Line]:
    lines = _lines(BudgetLine, row, leave=("id", "planned"))
    return [*lines, Line(_name(BudgetLine, "planned"), in_won(row["planned"]))]


def _shared(budget: Plan) -> str:
    return _("%(name)s, spent by %(n)s pilots together") % {
        "name": in_language(budget["name"]), "n": len(budget["pilots"]),
    }  # fmt: skip


def _partner(row: Plan) -> Part:
    name = in_language(row["name"]) if row["name"] else _choice(Partner, "kind", row["kind"])
    return Part(str(row["id"]), name, _lines(Partner, row, leave=("id", "name")))


# ── Lines ────────────────────────────────────────────────────────────────────────────────────


def _parts(rows: list[Plan], read: Callable[[Plan], Part]) -> list[Part]:
    return [read(row) for row in rows]


def _of_pilot(plan: Plan, names: tuple[str, ...]) -> Part:
    return Part("", "", _lines(Pilot, plan, only=names))


def _lines(model: type[models.Model], row: Plan, *, only=None, leave=()) -> list[Line]:
    names = [name for name in (only or row) if name not in leave]
    return _filled([Line(_name(model, name), _text(model, name, row[name])) for name in names])


def _filled(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.text]


def _name(model: type[models.Model], name: str) -> str:
    if name == "baseline_from":
        return capfirst(_("measured before from"))
    return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _text(model: type[models.Model], name: str, value: Any) -> str:
    field = model._meta.get_field(name)
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return in_language(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if getattr(field, "choices", None):
        return _choice(model, name, value)
    if isinstance(field, models.DateField):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(field, models.FloatField):
        return amount(value)
    if isinstance(value, int):
        return number_format(value, force_grouping="year" not in name)
    return str(value)


def _choice(model: type[models.Model], name: str, value: Any) -> str:
    return str(dict(model._meta.get_field(name).flatchoices).get(value, value))  # type: ignore[union-attr]


def _task(task: Plan | None) -> str:
    return f"{in_language(task['programme'])} – {in_language(task['name'])}" if task else ""


def _numbers(keys: list[int]) -> str:
    return ", ".join(_("no. %(number)s") % {"number": key} for key in keys)


def _corners(shape: Plan | None) -> str:
    if shape is None:
        return ""
    corners = list(get_coordinates(to_geometry(dict(shape))))
    kind = _("area") if shape["type"].endswith("Polygon") else _("line")
    # The sign at the end tells two outlines apart that have as many corners.
    return _("%(kind)s with %(n)s corners (%(sign)s)") % {
        "kind": kind, "n": len(corners), "sign": digest_of(shape)[:8],
    }  # fmt: skip
