"""Puts applicants into the groups of a draw, none so small that it gives anybody away."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.crypto import salted_hmac

from pilots.models import Participation, Quota
from pilots.recruit.ages import is_within
from pilots.recruit.lots import EVERYBODY

SALT = "pilots.recruit.groups"


class Grouping(NamedTuple):
    """What a draw needs to know of who somebody is, and nothing more."""

    groups: dict[str, str]  # code → group
    limits: dict[str, int]  # group → places
    cells: dict[str, str]  # key of a quota → group; never published


def quota_of(participation: Participation, quotas: Iterable[Quota]) -> Quota | None:
    """Of those that hold for somebody, the one that says most."""
    holding = [quota for quota in quotas if holds_for(quota, participation)]
    return max(holding, key=_says, default=None)


def holds_for(quota: Quota, participation: Participation) -> bool:
    return (
        quota.district_id in (None, participation.district_id)
        and quota.sex in ("", participation.sex)
        and (not quota.age_band or is_within(participation.age_band, quota.age_band))
    )


def group_applicants(
    applicants: Iterable[Participation], quotas: Iterable[Quota], *, places: int, smallest: int
) -> Grouping:
    """Groups are numbered, not named, and hold at least `smallest` applicants.

    A group with fewer joins the rest, and takes its places along. Where a group has no more
    applicants than places that changes nothing (they all get one in the first round either way).
    """
    quotas = list(quotas)
    of_code = {one.panelist.code: quota_of(one, quotas) for one in applicants}
    count = Counter(quota.pk if quota else None for quota in of_code.values())
    own = sorted((q for q in quotas if count[q.pk]), key=lambda quota: (count[quota.pk], quota.pk))
    rest = max(places - sum(quota.seats for quota in quotas), 0)
    in_rest = count[None]
    while own and (count[own[0].pk] < smallest or 0 < in_rest < smallest):
        joined = own.pop(0)
        rest, in_rest = rest + joined.seats, in_rest + count[joined.pk]
    number = {quota.pk: str(n) for n, quota in enumerate(sorted(own, key=_shuffled), start=1)}
    return Grouping(
        groups={
            code: number.get(quota.pk, EVERYBODY) if quota else EVERYBODY
            for code, quota in of_code.items()
        },
        limits={EVERYBODY: rest} | {number[quota.pk]: quota.seats for quota in own},
        cells={str(quota.pk): number.get(quota.pk, EVERYBODY) for quota in quotas},
    )


def _says(quota: Quota) -> tuple:
    """How much a quota says; the dong before the age before the sex."""
    said = (quota.district_id is not None, bool(quota.age_band), bool(quota.sex))
    return sum(said), said


def _shuffled(quota: Quota) -> str:
    """The same each time here, and an order that tells a stranger nothing."""
    return salted_hmac(SALT, f"{quota.pilot_id}:{quota.pk}", algorithm="sha256").hexdigest()
