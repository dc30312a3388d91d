"""Places by dong, age and sex: proposed in proportion to who lives there, decided by an officer."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from maps.models import District
from maps.population import PopulationUnknown, residents_of_each
from pilots.amend import needs_reason
from pilots.models import Draw, Participation, Pilot, Quota
from pilots.participation import lock_pilot
from pilots.plan.versions import keep_version
from pilots.recruit.ages import AGE_GROUPS, group_of
from pilots.recruit.groups import quota_of
from pilots.recruit.share_out import share_out
from pilots.workflow import Status

MOST = 600  # rows; more would be a table that nobody reads


class QuotasRefused(Exception):
    """str() is one sentence that says why."""


class Cell(NamedTuple):
    """A group of people; what is empty holds for everybody."""

    district: int | None = None
    age_band: str = ""
    sex: str = ""


class Proposed(NamedTuple):
    seats: dict[Cell, int]  # only those with a place
    as_of: date | None  # the day of the population count
    without_age: bool  # asked for, but the city does not know it


def propose_quotas(
    *, seats: int, by: Collection[str], ages: Collection[str] = AGE_GROUPS
) -> Proposed:
    """Places per group in proportion to the residents; without ages where nobody counted them."""
    districts = list(District.objects.current().without_outline())
    wanted = [each for each in ("sex", "age_band") if each in by]
    without_age = False
    try:
        counted = residents_of_each(districts, by=wanted)
    except PopulationUnknown:
        if "age_band" not in wanted:
            raise
        wanted.remove("age_band")
        without_age = True
        counted = residents_of_each(districts, by=wanted)
    people: dict[Cell, int] = defaultdict(int)
    for district, residents in counted.items():
        for group, persons in residents.persons.items():
            said = dict(zip(wanted, group, strict=True))
            band = group_of(said["age_band"]) if "age_band" in said else ""
            if band is None or (band and band not in ages):
                continue
            place = district if "district" in by else None
            people[Cell(place, band, said.get("sex", ""))] += persons
    shares = share_out(dict(sorted(people.items(), key=_by_name)), seats)
    return Proposed(
        {cell: places for cell, places in shares.items() if places},
        min((residents.as_of for residents in counted.values()), default=None),
        without_age,
    )


@transaction.atomic
def set_quotas(
    *, pilot: Pilot, seats: Mapping[Cell, int], by: User, at: datetime | None = None
) -> list[Quota]:
    """Takes the place of what stood there; after the draw nothing changes any more."""
    locked = lock_pilot(pilot)
    if needs_reason(locked):
        raise QuotasRefused(_("Recruiting is over; its rules stay as they were."))
    if Draw.objects.filter(pilot=locked, of=Draw.Of.PLACES).exists():
        raise QuotasRefused(_("The places of this pilot have been drawn already."))
    if locked.seats is None and seats:
        raise QuotasRefused(_("Say first how many places there are; then they can be shared out."))
    if sum(seats.values()) > (locked.seats or 0):
        raise QuotasRefused(
            _("The groups have %(sum)s places together, but the pilot has only %(seats)s.")
            % {"sum": sum(seats.values()), "seats": locked.seats or 0}
        )
    if len(seats) > MOST:
        raise QuotasRefused(_("These are too many groups. Leave out the age or the dong."))
    Quota.objects.filter(pilot=locked).delete()
    quotas = Quota.objects.bulk_create(
        Quota(
            pilot=locked, district_id=cell.district, age_band=cell.age_band, sex=cell.sex,
            seats=places,
        )
        for cell, places in seats.items()
    )  # fmt: skip
    keep_version(pilot=locked, by=by, at=at)
    return quotas


def cell_of(quota: Quota) -> Cell:
    return Cell(quota.district_id, quota.age_band, quota.sex)


def applied_by_cell(
    quotas: Iterable[Quota], people: Iterable[Participation]
) -> Counter[Cell | None]:
    """How many of each group hope for or hold a place; None: those who are in no group."""
    quotas = list(quotas)
    return Counter(
        cell_of(quota) if (quota := quota_of(one, quotas)) else None
        for one in people
        if one.status in COUNTED
    )


COUNTED = {
    Status.APPLIED, Status.WAITING, Status.SELECTED, Status.CONSENTED, Status.ACTIVE,
    Status.COMPLETED,
}  # fmt: skip


def shares_by(quotas: Iterable[Quota]) -> list[str]:
    """Which of "district", "age_band" and "sex" decide about the first round."""
    quotas = list(quotas)
    return [
        name
        for name, field in (("district", "district_id"), ("age_band", "age_band"), ("sex", "sex"))
        if any(getattr(quota, field) for quota in quotas)
    ]


def _by_name(item: tuple[Cell, int]) -> tuple:
    cell = item[0]
    return cell.district or 0, cell.age_band, cell.sex
