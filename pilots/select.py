"""The draw of a pilot's participants, and the waiting list: by the rule of pilots/recruit/lots.py,
with a published seed, so that anybody can draw again."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.calendar import end_of_day
from city.models import City
from pilots import notify_participants as notify
from pilots.models import Draw, Participation, Pilot
from pilots.participation import HOLDS_A_PLACE, PLACES_ARE_OFFERED, acting_for, lock_pilot
from pilots.recruit.groups import group_applicants
from pilots.recruit.lots import EVERYBODY, RULE, Party, in_order, pick
from pilots.workflow import Stage, Status, check_participation_move


class DrawRefused(Exception):
    """str() is one sentence that says why there is nothing to draw."""


@transaction.atomic
def draw(
    *,
    pilot: Pilot,
    by: User,
    seed: str | None = None,
    waiting: int | None = None,
    at: datetime | None = None,
) -> Draw:
    """Draws once and returns the record that is published. `waiting`: how many wait; None: all."""
    at = at or timezone.now()
    locked = lock_pilot(pilot)
    applied = list(
        locked.participations.filter(status=Status.APPLIED)
        .select_related("panelist", "representative")
        .order_by("created_at", "pk")
    )
    _check_draw(locked, applied, seed)
    seed = seed or secrets.token_hex(16)
    drawn = Draw.objects.create(
        pilot=locked, of=Draw.Of.PLACES, rule=RULE, seed=seed, seed_source=source_of(locked),
        record=_record(locked, applied, seed, waiting), by=by, at=at,
    )  # fmt: skip
    places = {participation.panelist.code: participation for participation in applied}
    for status in (Status.SELECTED, Status.WAITING, Status.NOT_SELECTED):
        _move_all([places[code] for code in drawn.record[status]], status, at)
    notify.tell_drawn(locked, places, drawn.record, at=at)
    return drawn


def source_of(pilot: Pilot) -> str:
    """What was announced before anybody could know the seed."""
    return pilot.seed_source if pilot.seed_announced_at else ""


def _check_draw(pilot: Pilot, applied: list[Participation], seed: str | None) -> None:
    if pilot.draws.filter(of=Draw.Of.PLACES).exists():
        raise DrawRefused(_("The places of this pilot have been drawn already."))
    if pilot.stage != Stage.RECRUITING:
        raise DrawRefused(_("Places are drawn while the pilot recruits."))
    if not applied:
        raise DrawRefused(_("Nobody has applied yet, so there is nothing to draw."))
    if source_of(pilot) and not seed:
        raise DrawRefused(_("Enter the seed that was announced: %s") % pilot.seed_source)


def _record(
    pilot: Pilot, applied: list[Participation], seed: str, waiting: int | None
) -> dict[str, Any]:
    """All that the rule reads, and what came of it; nothing in it says who somebody is."""
    places = len(applied) if pilot.seats is None else pilot.seats
    grouping = group_applicants(
        applied, pilot.quotas.all(), places=places, smallest=City.objects.current().smallest_group
    )
    parties = in_parties(applied, grouping.groups)
    chosen = pick(parties, places=places, limits=grouping.limits, seed=seed)
    selected = codes_of(chosen)
    have_places = set(selected)
    left = [party for party in parties if party[0][0] not in have_places]
    rest = codes_of(in_order(left, seed))
    on_list = rest if waiting is None else rest[:waiting]
    return {
        "places": places, "limits": grouping.limits, "applicants": parties,
        "selected": selected, "waiting": on_list, "not_selected": rest[len(on_list) :],
        "cells": grouping.cells,
    }  # fmt: skip


def in_parties(people: Iterable[Participation], groups: dict[str, str]) -> list[list[list[str]]]:
    """Who applied through one account stays together; in the order of their codes, not of time."""
    parties: dict[int | None, list[list[str]]] = {}
    for one in people:
        # Where nobody is behind a code any more, it stands for itself.
        key = acting_for(one) or -one.pk
        parties.setdefault(key, []).append([one.panelist.code, groups[one.panelist.code]])
    return sorted(parties.values())


def codes_of(parties: Iterable[Party]) -> list[str]:
    return [code for party in parties for code, _group in party]


def answer_until(pilot: Pilot, at: datetime) -> datetime:
    """The end of the last day on which somebody selected now may say yes."""
    return end_of_day(timezone.localtime(at).date() + timedelta(days=pilot.consent_days))


def _move_all(participations: Sequence[Participation], to: str, at: datetime) -> None:
    check_participation_move(Status.APPLIED, to)
    if not participations:
        return
    until = answer_until(participations[0].pilot, at) if to == Status.SELECTED else None
    Participation.objects.filter(
        pk__in=[participation.pk for participation in participations], status=Status.APPLIED
    ).update(status=to, status_since=at, answer_by=until)


@transaction.atomic
def offer_free_places(*, pilot: Pilot, at: datetime | None = None) -> list[Participation]:
    """Whoever waits moves up by the rule of the draw, as far as there are free places."""
    at = at or timezone.now()
    pilot = lock_pilot(pilot)
    if pilot.stage not in PLACES_ARE_OFFERED or pilot.seats is None:
        return []
    people = list(
        pilot.participations.filter(status__in=[Status.WAITING, *HOLDS_A_PLACE])
        .select_related("pilot", "panelist", "representative")
        .order_by("created_at", "pk")
    )
    moved = _next_in_line(pilot, people)
    check_participation_move(Status.WAITING, Status.SELECTED)
    until = answer_until(pilot, at)
    for one in moved:
        one.status, one.status_since, one.answer_by = Status.SELECTED, at, until
        one.save(update_fields=["status", "status_since", "answer_by"])
        notify.tell_promoted(one, at=at)
    return moved


def _next_in_line(pilot: Pilot, people: list[Participation]) -> list[Participation]:
    drawn = pilot.places_draw
    seed, record = (drawn.seed, drawn.record) if drawn else ("", {})
    known = {code: group for party in record.get("applicants", []) for code, group in party}
    groups = {one.panelist.code: known.get(one.panelist.code, EVERYBODY) for one in people}
    waiting = [one for one in people if one.status == Status.WAITING]
    chosen = pick(
        in_parties(waiting, groups),
        places=pilot.seats or 0,
        limits=record.get("limits", {EVERYBODY: pilot.seats}),
        seed=seed,
        seated=[groups[one.panelist.code] for one in people if one.status != Status.WAITING],
    )
    by_code = {one.panelist.code: one for one in waiting}
    return [by_code[code] for code in codes_of(chosen)]
