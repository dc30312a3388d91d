"""What the demo city set out to do: its programme, and what belongs to the plans beside the basics."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from city.words import Words
from livinglab.demo.people import Cast
from pilots import protocol
from pilots.models import Pilot, ProgrammeTask
from pilots.plan.permit import set_permit
from pilots.plan.programme import write_programme, write_task
from pilots.plan.share_budget import add_shared_line, share_budget

TEXTS = json.loads((Path(__file__).parent / "texts" / "programme.json").read_text("utf-8"))


def make_programme(cast: Cast, now: datetime) -> None:
    """Before the pilots, which are written under its tasks."""
    text, year = TEXTS["programme"], timezone.localtime(now).year
    programme = write_programme(
        name=Words(text["name"]), summary=Words(text["summary"]), source=text["source"],
        starts_year=year - 1, ends_year=year + 2,
    )  # fmt: skip
    for position, task in enumerate(TEXTS["tasks"], 1):
        first, last = task["years"]
        write_task(
            programme=programme, position=position, area=Words(task["area"]),
            name=Words(task["name"]), department=cast.departments[task["department"]],
            from_year=year + first, until_year=year + last,
        )  # fmt: skip


def complete_plan(pilot: Pilot, key: str, by, at: datetime, now: datetime) -> None:
    """While the pilot is in preparation: its task, ethics, alternatives, permit and money."""
    said = {name: _plain(value) for name, value in TEXTS["ethics"].get(key, {}).items()}
    if place := _place_of(key):
        said["task"] = ProgrammeTask.objects.get(position=place)
    protocol.edit_pilot(pilot=pilot, by=by, at=at, **said)
    for text in TEXTS["alternatives"].get(key, []):
        _add_alternative(pilot, text, by, at)
    if key in TEXTS["permit"]:
        _permit(pilot, TEXTS["permit"][key], by, at, now)
    if key in TEXTS["duty"]:
        _agree(pilot, TEXTS["duty"][key], by, at, now)
    if key == TEXTS["shared"]["with"]:
        _share(pilot, by, at)


def _place_of(key: str) -> int | None:
    found = [place for place, task in enumerate(TEXTS["tasks"], 1) if key in task["pilots"]]
    return found[0] if found else None


def _add_alternative(pilot: Pilot, text: dict, by, at: datetime) -> None:
    alternative = protocol.add_alternative(
        pilot=pilot, by=by, at=at, code=text["code"], name=Words(text["name"]),
        description=Words(text.get("description", {})), is_control=text.get("is_control", False),
    )  # fmt: skip
    for site in pilot.sites.filter(key__in=text["sites"]):
        protocol.edit_site(site=site, by=by, at=at, alternative=alternative)


def _permit(pilot: Pilot, text: dict, by, at: datetime, now: datetime) -> None:
    ends = timezone.localtime(now + timedelta(days=text["days"])).date()
    said = {name: _plain(value) for name, value in text.items() if name != "days"}
    granted = timezone.localtime(at).date()
    protocol.edit_pilot(pilot=pilot, by=by, at=at, needs_permit=True)
    set_permit(
        pilot=pilot, by=by, at=at, granted_on=granted, expires_on=ends, insured_until=ends, **said
    )


def _agree(pilot: Pilot, text: dict, by, at: datetime, now: datetime) -> None:
    [partner] = [each for each in pilot.partners.all() if each.name["ko"] == text["name"]]
    protocol.edit_partner(
        partner=partner, by=by, at=at, duty=text["duty"], agreement=text["agreement"],
        agreed_on=timezone.localtime(at).date(),
        until=timezone.localtime(now + timedelta(days=text["days"])).date(),
        person=_expert(),
    )  # fmt: skip


def _expert():
    return User.objects.get(email="expert@demo.test")


def _share(pilot: Pilot, by, at: datetime) -> None:
    text = TEXTS["shared"]
    reason = text["reason"]["ko"]
    others = Pilot.objects.filter(task__position=_place_of(text["other"]))
    budget = share_budget(
        name=Words(text["name"]), pilots=[*others, pilot], by=by, reason=reason, at=at
    )
    add_shared_line(
        budget=budget, by=by, reason=reason, at=at, label=Words(text["label"]), source="city",
        year=timezone.localtime(at).year, planned=text["planned"],
    )  # fmt: skip


def _plain(value):
    return Words(value) if isinstance(value, dict) else value
