"""예상: what residents, officers and experts expect of a measure, said before the baseline; and
afterwards, who was right.

Until the pilot has ended nobody sees what others expect, so that everybody thinks for themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from city.models import City
from pilots.models import Forecast, Measure, Pilot
from pilots.workflow import MEASURES_ARE_OPEN, Stage

LARGEST = 1e9


class ForecastRefused(Exception):
    """str() is one sentence that says why."""


def takes_forecasts(pilot: Pilot) -> bool:
    """Once the plan is public, until the baseline opens."""
    is_public = pilot.stage != Stage.DRAFT or pilot.announced_at is not None
    return is_public and pilot.stage in MEASURES_ARE_OPEN


@transaction.atomic
def forecast(*, measure: Measure, change: float, by: User, at: datetime | None = None) -> Forecast:
    """Said again it replaces what the person said before."""
    pilot = Pilot.objects.select_for_update().get(pk=measure.pilot_id)
    if not takes_forecasts(pilot):
        raise ForecastRefused(_("Forecasts are taken until the first measurements begin."))
    if not isfinite(change) or abs(change) > LARGEST:
        raise ForecastRefused(_("Please write a number, in digits only."))
    return Forecast.objects.update_or_create(
        measure=measure, person=by,
        defaults={"change": change, "group": group_of(by), "at": at or timezone.now()},
    )[0]  # fmt: skip


def take_back(*, measure: Measure, by: User) -> None:
    if not takes_forecasts(Pilot.objects.get(pk=measure.pilot_id)):
        raise ForecastRefused(_("Forecasts are taken until the first measurements begin."))
    Forecast.objects.filter(measure=measure, person=by).delete()


def group_of(person: User) -> str:
    if person.is_officer:
        return Forecast.Group.OFFICER
    return Forecast.Group.EXPERT if person.role == Role.EXPERT else Forecast.Group.RESIDENT


def forecasts_of(
    measure: Measure, result: Mapping[str, Any], *, shows: bool
) -> list[dict[str, Any]]:
    """[{"group", "n", "median", "right"}] from the rows; nothing but n until the pilot has ended."""
    said: dict[str, list[float]] = {}
    for group, change in measure.forecasts.values_list("group", "change"):
        said.setdefault(group, []).append(change)
    k = City.objects.current().smallest_group
    return [
        summed_up(group, sorted(said[group]), result, k=k, shows=shows)
        for group in Forecast.Group.values
        if group in said
    ]


def summed_up(
    group: str, changes: Sequence[float], result: Mapping[str, Any], *, k: int, shows: bool
) -> dict[str, Any]:
    """`right`: how many expected a change inside the interval of what was measured."""
    n = len(changes)
    told: dict[str, Any] = {"group": group, "n": None, "median": None, "right": None}
    if n < k:
        return told
    told["n"] = n
    if shows:
        told["median"] = median(changes)
        low, high = result.get("low"), result.get("high")
        if low is not None and high is not None:
            right = sum(low <= change <= high for change in changes)
            told["right"] = None if 0 < right < k or 0 < n - right < k else right
    return told
