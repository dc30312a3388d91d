"""The draw of a pilot's participants: its seed is published, so that anybody can draw again.

Applicants stand in the order of sha256("<seed>:<code>"), written in hexadecimal. Going down this
order, everybody gets a place while there are places and while no quota of theirs is full; places
left over go to the first who were passed over, in the same order. The others form the waiting list,
in the same order too.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from pilots import notify_participants as notify
from pilots.models import Participation, Pilot
from pilots.participation import HOLDS_A_PLACE, PLACES_ARE_OFFERED, move_participation
from pilots.workflow import Stage, Status, check_participation_move

# {"sex": {"f": 10}}: at most ten women in the first round.
Quotas = Mapping[str, Mapping[str, int]]
QUOTA_GROUPS = ("district", "age_band", "sex")


class DrawRefused(Exception):
    """str() is one sentence that says why there is nothing to draw."""


class Applicant(NamedTuple):
    code: str
    district: str = ""
    age_band: str = ""
    sex: str = ""


def ticket(seed: str, code: str) -> str:
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def in_order(seed: str, codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: ticket(seed, code))


def pick(
    applicants: Iterable[Applicant], *, seats: int | None, seed: str, quotas: Quotas | None = None
) -> list[str]:
    """The codes that get a place, in the order in which they get it. Nothing else decides."""
    queue = sorted(applicants, key=lambda applicant: ticket(seed, applicant.code))
    if seats is None:
        return [applicant.code for applicant in queue]
    taken: Counter[tuple[str, str]] = Counter()
    chosen: list[str] = []
    for applicant in queue:
        groups = [(name, getattr(applicant, name)) for name in QUOTA_GROUPS]
        limits = {group: (quotas or {}).get(group[0], {}).get(group[1]) for group in groups}
        is_full = any(
            limit is not None and taken[group] >= limit for group, limit in limits.items()
        )
        if len(chosen) < seats and not is_full:
            chosen.append(applicant.code)
            taken.update(groups)
    passed_over = [applicant.code for applicant in queue if applicant.code not in chosen]
    return chosen + passed_over[: seats - len(chosen)]


@transaction.atomic
def draw(
    *,
    pilot: Pilot,
    by: User,
    seed: str | None = None,
    quotas: Quotas | None = None,
    waiting: int | None = None,
    at: datetime | None = None,
) -> dict:
    """Draws once and returns the record that is published. `waiting`: how many wait; None: all."""
    at = at or timezone.now()
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    applied = list(
        Participation.objects.filter(pilot=locked, status=Status.APPLIED).select_related(
            "panelist", "district"
        )
    )
    _check_draw(locked, applied)
    seed = seed or secrets.token_hex(16)
    places = {participation.panelist.code: participation for participation in applied}
    chosen = pick(map(_applicant, applied), seats=locked.seats, seed=seed, quotas=quotas)
    rest = in_order(seed, places.keys() - set(chosen))
    on_list = rest if waiting is None else rest[:waiting]
    record: dict[str, Any] = {
        "at": at.isoformat(), "seats": locked.seats, "quotas": quotas or {},
        "selected": chosen, "waiting": on_list, "not_selected": rest[len(on_list) :],
    }  # fmt: skip
    locked.draw_seed, locked.draw_record = seed, record
    locked.save(update_fields=["draw_seed", "draw_record"])
    for status in (Status.SELECTED, Status.WAITING, Status.NOT_SELECTED):
        _move_all([places[code] for code in record[status]], status, at)
    notify.tell_drawn(locked, places, record, at=at)
    pilot.refresh_from_db()
    return record


def _check_draw(pilot: Pilot, applied: list[Participation]) -> None:
    if pilot.draw_seed:
        raise DrawRefused(_("The places of this pilot have been drawn already."))
    if pilot.stage != Stage.RECRUITING:
        raise DrawRefused(_("Places are drawn while the pilot recruits."))
    if not applied:
        raise DrawRefused(_("Nobody has applied yet, so there is nothing to draw."))


def _applicant(participation: Participation) -> Applicant:
    return Applicant(
        participation.panelist.code,
        participation.district.code if participation.district else "",
        participation.age_band,
        participation.sex,
    )


def _move_all(participations: list[Participation], to: str, at: datetime) -> None:
    check_participation_move(Status.APPLIED, to)
    Participation.objects.filter(
        pk__in=[participation.pk for participation in participations], status=Status.APPLIED
    ).update(status=to, status_since=at)


@transaction.atomic
def offer_free_places(*, pilot: Pilot, at: datetime | None = None) -> list[Participation]:
    """Whoever waits moves up, in the order of the draw, as far as there are free places."""
    at = at or timezone.now()
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if pilot.stage not in PLACES_ARE_OFFERED or pilot.seats is None:
        return []
    people = pilot.participations
    free = pilot.seats - people.filter(status__in=HOLDS_A_PLACE).count()
    waiting = people.filter(status=Status.WAITING).select_related("panelist", "pilot")
    queue = sorted(waiting, key=lambda one: ticket(pilot.draw_seed, one.panelist.code))
    moved = [
        move_participation(participation=participation, to=Status.SELECTED, at=at)
        for participation in queue[: max(free, 0)]
    ]
    for participation in moved:
        notify.tell_promoted(participation, at=at)
    return moved
