"""Keeps the sums by hour and by day right: made anew from the values wherever something changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone

from pilots.devices.alerts import watch
from pilots.devices.quality import mark_stuck
from pilots.devices.store import hour_of
from pilots.models import (
    Device,
    Flag,
    Measure,
    Observation,
    ObservedDay,
    ObservedHour,
    Touched,
)

AT_ONCE = 2_000
RUNS_AT_ONCE = 100  # stretches of time in one question
HOUR = timedelta(hours=1)
CLOSE = timedelta(days=2)


class Series(NamedTuple):
    measure: int
    site: int | None


class Run(NamedTuple):
    """Touched hours of one series that lie close together: read in one stretch."""

    series: Series
    hours: list[datetime]  # in order

    @property
    def since(self) -> datetime:
        return self.hours[0]

    @property
    def until(self) -> datetime:
        return self.hours[-1] + HOUR

    @property
    def days(self) -> list[date]:
        return sorted({_day(hour) for hour in self.hours})


def roll_up(at: datetime | None = None) -> int:
    """Makes the sums of every touched hour anew and returns how many hours there were."""
    total = done = _roll_some(at or timezone.now())
    while done == AT_ONCE:
        done = _roll_some(at or timezone.now())
        total += done
    return total


@transaction.atomic
def _roll_some(at: datetime) -> int:
    """A row that is written meanwhile stays for the next time: it belongs to a value that this
    transaction may not see yet."""
    touched = list(Touched.objects.order_by("pk")[:AT_ONCE])
    if not touched:
        return 0
    hours: dict[Series, set[datetime]] = defaultdict(set)
    for row in touched:
        hours[Series(row.measure_id, row.site_id)].add(row.hour)
    # Two clocks never sum the same measure at once. Writers of values do not wait for this.
    keys = sorted({series.measure for series in hours})
    list(Measure.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    runs = list(_runs(hours))
    for start in range(0, len(runs), RUNS_AT_ONCE):
        _sum_hours(runs[start : start + RUNS_AT_ONCE])
        _sum_days(runs[start : start + RUNS_AT_ONCE])
    _look_for_stuck(runs)
    watch(series={(s.measure, s.site) for s in hours if s.site is not None}, at=at)
    Touched.objects.filter(pk__in=[row.pk for row in touched]).delete()
    return len(touched)


def _runs(hours: dict[Series, set[datetime]]) -> Iterator[Run]:
    for series, touched in hours.items():
        near: list[datetime] = []
        for hour in sorted(touched):
            if near and hour - near[-1] > CLOSE:
                yield Run(series, near)
                near = []
            near.append(hour)
        yield Run(series, near)


def _sum_hours(runs: list[Run]) -> None:
    touched = {(*run.series, hour) for run in runs for hour in run.hours}
    _any(ObservedHour, (_of(run.series, hour__in=run.hours) for run in runs)).delete()
    sums = (
        _any(Observation, (_of(run.series, at__gte=run.since, at__lt=run.until) for run in runs))
        .order_by()
        .annotate(hour=TruncHour("at"))
        .values("measure_id", "site_id", "hour")
        .annotate(**_sums())
    )
    ObservedHour.objects.bulk_create(
        ObservedHour(**each)
        for each in sums.iterator()
        if (each["measure_id"], each["site_id"], each["hour"]) in touched
    )


def _sums() -> dict:
    counts = ~Q(flag=Flag.RANGE)
    return {
        "n": Count("pk", filter=counts),
        "total": Sum("value", filter=counts),
        "lowest": Min("value", filter=counts),
        "highest": Max("value", filter=counts),
        "left_out": Count("pk", filter=Q(flag=Flag.RANGE)),
    }


def _sum_days(runs: list[Run]) -> None:
    """From the hours, of which there are few."""
    touched = {(*run.series, day) for run in runs for day in run.days}
    _any(ObservedDay, (_of(run.series, day__in=run.days) for run in runs)).delete()
    whole_days = (
        _of(run.series, hour__gte=_start(run.days[0]), hour__lt=_start(run.days[-1], 1))
        for run in runs
    )
    days = _added_up(_any(ObservedHour, whole_days))
    ObservedDay.objects.bulk_create(
        each for each in days if (each.measure_id, each.site_id, each.day) in touched
    )


def _any(model, conditions: Iterable[Q]) -> QuerySet:
    return model.objects.filter(reduce(or_, conditions))


def _added_up(hours: Iterable[ObservedHour]) -> list[ObservedDay]:
    by_day: dict[tuple, list[ObservedHour]] = defaultdict(list)
    for each in hours:
        by_day[each.measure_id, each.site_id, _day(each.hour)].append(each)
    return [
        ObservedDay(
            measure_id=measure, site_id=site, day=day,
            n=sum(each.n for each in of_day),
            total=sum(each.total or 0 for each in of_day) if any(e.n for e in of_day) else None,
            lowest=min((e.lowest for e in of_day if e.lowest is not None), default=None),
            highest=max((e.highest for e in of_day if e.highest is not None), default=None),
            left_out=sum(each.left_out for each in of_day),
        )
        for (measure, site, day), of_day in by_day.items()
    ]  # fmt: skip


def _look_for_stuck(runs: list[Run]) -> None:
    """A sensor's values may have come late or been corrected: what is stuck is said anew."""
    measures = {run.series.measure for run in runs}
    after = {
        Series(device.measure_id, device.site_id): device.stuck_after
        for device in Device.objects.filter(measure__in=measures, is_active=True)
    }
    for run in runs:
        if (most := after.get(run.series)) and run.series.site is not None:
            mark_stuck(
                measure=run.series.measure, site=run.series.site, since=run.since,
                until=run.until, after=most,
            )  # fmt: skip


def _of(series: Series, **conditions) -> Q:
    site = {"site__isnull": True} if series.site is None else {"site": series.site}
    return Q(measure=series.measure, **site, **conditions)


def _day(hour: datetime) -> date:
    return timezone.localtime(hour).date()


def _start(day: date, later: int = 0) -> datetime:
    midnight = datetime.combine(day + timedelta(days=later), datetime.min.time())
    return hour_of(timezone.make_aware(midnight))
