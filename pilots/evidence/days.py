"""What was measured at sites on days: sites with themselves, or one value a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from pilots.evidence.estimate import Estimate, paired, step, welch
from pilots.evidence.periods import Periods
from pilots.evidence.result import OF_ALTERNATIVES, OF_FOLLOW_UP, numbers_of, result_of
from pilots.models import Site

# Fewer sites than this say little as sites; then each day is one value instead.
SITES_TO_PAIR = 3

Sites = dict[int | None, dict[str, dict[date, float]]]  # site → period → day → mean


@dataclass(frozen=True)
class Day:
    """The average of one site's readings on one day."""

    site: int | None
    arm: str
    day: date
    mean: float
    readings: int = 1
    alternative: str = ""  # the code of what is tested there


def compare_days(days: Sequence[Day], periods: Periods) -> dict[str, Any]:
    """Sites with readings in both periods are compared as pairs; with few sites, days are."""
    test = _by_site(days, periods, Site.Arm.TEST)
    other = _by_site(days, periods, Site.Arm.COMPARISON)
    result = _compared(test, "after")
    result["days_before"], result["days_after"] = map(len, _day_values(test, "after"))
    result["readings"] = sum(day.readings for day in days if periods.of(day.day))
    result["missing"] = _missing(test, periods)
    if other:
        result |= _against_comparison(test, other)
    if periods.follow_from and any(of["follow"] for of in test.values()):
        followed = _compared(test, "follow")
        result["follow_up"] = {key: followed[key] for key in OF_FOLLOW_UP}
    result["alternatives"] = _alternatives(days, periods)
    return result


def _compared(sites: Sites, later: str) -> dict[str, Any]:
    pairs = _pairs(sites, later)
    if len(pairs) >= SITES_TO_PAIR:
        first, second = map(list, zip(*pairs, strict=True))
        return result_of("sites", first, second, paired(first, second))
    first, second = _day_values(sites, later)
    return result_of("days", first, second, step(first, second) if first and second else None)


def _against_comparison(test: Sites, other: Sites) -> dict[str, Any]:
    """Difference in differences: what changed here beyond what changed at the comparison sites
    (D. Card and A. B. Krueger, American Economic Review 84, 1994, 772–793)."""
    first, second = _day_values(other, "after")
    return {
        "comparison": {
            "n_before": len(first),
            "n_after": len(second),
            "mean_before": fmean(first) if first else None,
            "mean_after": fmean(second) if second else None,
        },
        "adjusted": _adjusted(test, other),
    }


def _adjusted(test: Sites, other: Sites) -> dict[str, Any] | None:
    """Changes of sites against changes of sites; with few sites, the daily distance between the
    two, so that the weather of a day and a holiday fall out."""
    here, there = _changes(test), _changes(other)
    if len(here) >= SITES_TO_PAIR and len(there) >= 2:
        return _told(welch(there, here), "sites")
    before, after = (_distances(test, other, period) for period in ("before", "after"))
    return _told(step(before, after), "days") if before and after else None


def _told(estimate: Estimate, unit: str) -> dict[str, Any]:
    return numbers_of(estimate) | {"method": estimate.method, "unit_of_analysis": unit}


def _distances(test: Sites, other: Sites, period: str) -> list[float]:
    here, there = _means(_whole(test, "after"), period), _means(_whole(other, "after"), period)
    return [here[day] - there[day] for day in sorted(here.keys() & there.keys())]


def _alternatives(days: Sequence[Day], periods: Periods) -> list[dict[str, Any]]:
    """Each alternative’s own change, where sites test several."""
    codes = sorted({day.alternative for day in days if day.alternative})
    if len(codes) < 2:
        return []
    told = []
    for code in codes:
        sites = _by_site([day for day in days if day.alternative == code], periods, None)
        own = _compared(sites, "after")
        told.append({"code": code, **{key: own[key] for key in OF_ALTERNATIVES}})
    return told


def _missing(sites: Sites, periods: Periods) -> dict[str, Any]:
    """Site-days without any reading, of all site-days of each period."""
    told = {}
    for period in ("before", "after"):
        expected = len(sites) * periods.days(period)
        seen = sum(len(of[period]) for of in sites.values())
        told[period] = round(1 - seen / expected, 4) if expected else None
    return told


def _by_site(days: Sequence[Day], periods: Periods, arm: str | None) -> Sites:
    sites: Sites = defaultdict(lambda: {"before": {}, "after": {}, "follow": {}})
    for day in days:
        period = periods.of(day.day)
        if period and arm in (None, day.arm):
            sites[day.site][period][day.day] = day.mean
    return sites


def _pairs(sites: Sites, later: str) -> list[tuple[float, float]]:
    return [
        (fmean(of["before"].values()), fmean(of[later].values()))
        for of in sites.values()
        if of["before"] and of[later]
    ]


def _changes(sites: Sites) -> list[float]:
    return [after - before for before, after in _pairs(sites, "after")]


def _whole(sites: Sites, later: str) -> list[dict[str, dict[date, float]]]:
    """A site seen in one period only is left out where others were seen in both, so that a change
    of sites is not taken for a change."""
    return [of for of in sites.values() if of["before"] and of[later]] or list(sites.values())


def _means(sites: Sequence[dict[str, dict[date, float]]], period: str) -> dict[date, float]:
    """One value a day: the average over the sites."""
    values: dict[date, list[float]] = defaultdict(list)
    for of in sites:
        for day, mean in of[period].items():
            values[day].append(mean)
    return {day: fmean(values[day]) for day in sorted(values)}


def _day_values(sites: Sites, later: str) -> tuple[list[float], list[float]]:
    whole = _whole(sites, later)
    return list(_means(whole, "before").values()), list(_means(whole, later).values())
