"""Before and after: what the measures of a pilot say, with n and how sure that is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import Any

from django.db.models import Avg, Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from city.models import City
from pilots.interval import LEVEL, Estimate, contrast, paired, welch
from pilots.models import Diary, Measure, Observation, Pilot, Site
from pilots.workflow import Stage
from surveys.models import Response, Wave

# Fewer sites than this say little as sites; then each day is one value instead.
SITES_TO_PAIR = 3


@dataclass(frozen=True)
class Periods:
    """Before: from the first day of measuring to the day before the start. After: while it ran."""

    before_from: date | None
    before_until: date | None
    after_from: date | None
    after_until: date | None

    def of(self, day: date) -> str:
        if self.after_from and self.after_until and self.after_from <= day <= self.after_until:
            return "after"
        if self.before_from and self.before_until and self.before_from <= day <= self.before_until:
            return "before"
        return ""


@dataclass(frozen=True)
class Day:
    """The average of one site's readings on one day."""

    site: int | None
    arm: str
    day: date
    mean: float
    readings: int = 1


def periods_of(pilot: Pilot, at: datetime | None = None) -> Periods:
    today = timezone.localtime(at or timezone.now()).date()
    running = pilot.running_from
    return Periods(
        pilot.baseline_from,
        running - timedelta(days=1) if running else today,
        running,
        (pilot.running_until or today) if running else None,
    )


# ── Pure: plain lists in, plain values out ───────────────────────────────────────────────────


def compare_people(
    before: Mapping[str, float], after: Mapping[str, float], smallest_group: int = 5
) -> dict[str, Any]:
    """Each person's own change where enough answered both times, else two groups.

    Counts and averages of fewer people than the city's smallest group are not shown. Where only
    a few answered once, everybody is counted: the survey's own averages are published too, and
    the difference to the averages of the pairs would tell what those few had said.
    """
    both = sorted(before.keys() & after.keys())
    only_once = len(before.keys() ^ after.keys())
    if len(both) >= smallest_group and not 0 < only_once < smallest_group:
        first, second = [before[code] for code in both], [after[code] for code in both]
        return _result("people", "paired", first, second, paired(first, second))
    shown_before = list(before.values()) if len(before) >= smallest_group else []
    shown_after = list(after.values()) if len(after) >= smallest_group else []
    result = _result(
        "people", "welch", shown_before, shown_after,
        welch(shown_before, shown_after) if shown_before and shown_after else None,
    )  # fmt: skip
    for key, values, shown in (
        ("n_before", before, shown_before),
        ("n_after", after, shown_after),
    ):
        if values and not shown:
            result[key] = None  # somebody answered, but how many is nobody's business
    return result


def compare_days(days: Sequence[Day], periods: Periods) -> dict[str, Any]:
    """Sites with readings in both periods are compared as pairs; with few sites, days are."""
    test = _by_site(days, periods, Site.Arm.TEST)
    other = _by_site(days, periods, Site.Arm.COMPARISON)
    test_pairs, other_pairs = _pairs(test), _pairs(other)
    if len(test_pairs) >= SITES_TO_PAIR:
        first, second = map(list, zip(*test_pairs, strict=True))
        result = _result("sites", "paired", first, second, paired(first, second))
    else:
        first, second = _day_values(test)
        estimate = welch(first, second) if first and second else None
        result = _result("days", "welch", first, second, estimate)
    result["days_before"], result["days_after"] = map(len, _day_values(test))
    result["readings"] = sum(day.readings for day in days if periods.of(day.day))
    if other:
        result |= _against_comparison(test, other, test_pairs, other_pairs)
    return result


def _against_comparison(test, other, test_pairs, other_pairs) -> dict[str, Any]:
    """Difference in differences: what changed here beyond what changed at the comparison sites."""
    first, second = _day_values(other)
    comparison = _result("days", "welch", first, second, None)
    adjusted: Estimate | None = None
    if len(test_pairs) >= SITES_TO_PAIR and len(other_pairs) >= 2:
        adjusted = contrast([_changes(test_pairs), _changes(other_pairs)], [1, -1])
    else:
        groups = [*reversed(_day_values(test)), *reversed(_day_values(other))]
        if all(groups):
            adjusted = contrast(groups, [1, -1, -1, 1])
    keep = ("n_before", "n_after", "mean_before", "mean_after")
    return {
        "comparison": {key: comparison[key] for key in keep},
        "adjusted": {"difference": adjusted.value, "low": adjusted.low, "high": adjusted.high}
        if adjusted
        else None,
    }


def _by_site(days, periods, arm) -> dict[int | None, dict[str, dict[date, float]]]:
    sites: dict = defaultdict(lambda: {"before": {}, "after": {}})
    for day in days:
        period = periods.of(day.day)
        if day.arm == arm and period:
            sites[day.site][period][day.day] = day.mean
    return sites


def _pairs(sites) -> list[tuple[float, float]]:
    return [
        (fmean(of["before"].values()), fmean(of["after"].values()))
        for of in sites.values()
        if of["before"] and of["after"]
    ]


def _changes(pairs) -> list[float]:
    return [after - before for before, after in pairs]


def _day_values(sites) -> tuple[list[float], list[float]]:
    """One value a day: the average over the sites. A site seen in one period only is left out
    where others were seen in both, so that a change of sites is not taken for a change."""
    whole = [of for of in sites.values() if of["before"] and of["after"]] or list(sites.values())
    values: dict[str, dict[date, list[float]]] = {
        "before": defaultdict(list),
        "after": defaultdict(list),
    }
    for of in whole:
        for period in values:
            for day, mean in of[period].items():
                values[period][day].append(mean)
    before, after = ([fmean(each) for each in values[p].values()] for p in ("before", "after"))
    return before, after


def _result(unit_of_analysis, method, before, after, estimate: Estimate | None) -> dict[str, Any]:
    return {
        "unit_of_analysis": unit_of_analysis,
        "method": method,
        "n_before": len(before),
        "n_after": len(after),
        "mean_before": fmean(before) if before else None,
        "mean_after": fmean(after) if after else None,
        "difference": estimate.value if estimate else None,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "level": LEVEL,
        "comparison": None,
        "adjusted": None,
    }


def judge(result: Mapping[str, Any], direction: str) -> str:
    """better, worse, unclear (the interval holds both), or cannot (too little to say)."""
    said = result.get("adjusted") or result
    low, high = said.get("low"), said.get("high")
    if low is None or high is None:
        return "cannot"
    if low <= 0 <= high:
        return "unclear"
    return "better" if (low > 0) == (direction == Measure.Direction.UP) else "worse"


# ── From the rows of a pilot ─────────────────────────────────────────────────────────────────


def compare(
    measure: Measure, *, at: datetime | None = None, for_staff: bool = False
) -> dict[str, Any]:
    """Everything a page, a conclusion or a report needs to know about one measure, as JSON.

    What people answered is compared in public only once the pilot has ended: an average that is
    read before and after one more answer tells that answer. Staff see it as it grows.
    """
    pilot = measure.pilot
    periods = periods_of(pilot, at)
    series: list = []
    waits = False
    if measure.source == Measure.Source.OBSERVATIONS:
        days = daily_means(measure, periods)
        result, series = compare_days(days, periods), _series(days)
    else:
        read = _answers if measure.source == Measure.Source.SURVEY else _ratings
        waits = not for_staff and pilot.stage not in (Stage.CONCLUDED, Stage.STOPPED)
        people = ({}, {}) if waits else read(measure, periods)
        result = compare_people(*people, City.objects.current().smallest_group)
    verdict = judge(result, measure.direction)
    return {
        "code": measure.code,
        "name": dict(measure.name),
        "unit": dict(measure.unit),
        "direction": measure.direction,
        "source": measure.source,
        "is_primary": measure.is_primary,
        "definition": dict(measure.definition),
        "target": measure.target,
        "target_met": _meets(result["mean_after"], measure),
        "smallest_effect": measure.smallest_effect,
        "periods": {name: str(day) if day else None for name, day in asdict(periods).items()},
        **result,
        "waits": waits,
        "judged": verdict != "cannot",
        "verdict": verdict,
        "series": series,
    }


def _meets(mean: float | None, measure: Measure) -> bool | None:
    if mean is None or measure.target is None:
        return None
    up = measure.direction == Measure.Direction.UP
    return mean >= measure.target if up else mean <= measure.target


def daily_means(measure: Measure, periods: Periods) -> list[Day]:
    last = periods.after_until or periods.before_until
    if periods.before_from is None or last is None:
        return []
    rows = (
        Observation.objects.filter(measure=measure)
        .annotate(day=TruncDate("at"))
        .filter(day__gte=periods.before_from, day__lte=last)
        .values("site", "site__arm", "day")
        .annotate(mean=Avg("value"), readings=Count("pk"))
        .order_by("day", "site")
    )
    return [
        Day(
            row["site"],
            row["site__arm"] or Site.Arm.TEST,
            row["day"],
            row["mean"],
            row["readings"],
        )
        for row in rows
    ]


def _series(days: Sequence[Day]) -> list[list]:
    """[day, average of the test sites, average of the comparison sites] for the chart."""
    by_day: dict[date, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for day in days:
        by_day[day.day][day.arm].append(day.mean)
    return [
        [str(day), *(fmean(arms[arm]) if arms[arm] else None for arm in Site.Arm.values)]
        for day, arms in sorted(by_day.items())
    ]


def _answers(measure: Measure, periods: Periods) -> tuple[dict[str, float], dict[str, float]]:
    question = measure.question
    assert question is not None  # survey_measures_name_their_question
    values: dict[str, dict[str, float]] = {Wave.Kind.BEFORE: {}, Wave.Kind.AFTER: {}}
    rows = Response.objects.filter(
        wave__survey=question.survey_id, wave__kind__in=values
    ).values_list("wave__kind", "panelist__code", "answers")
    for kind, code, answers in rows:
        answer = answers.get(question.code)
        if isinstance(answer, int | float) and not isinstance(answer, bool):
            values[kind][code] = float(answer)
    return values[Wave.Kind.BEFORE], values[Wave.Kind.AFTER]


def _ratings(measure: Measure, periods: Periods) -> tuple[dict[str, float], dict[str, float]]:
    """Each participant's average rating, so that an eager writer counts once."""
    values: dict[str, dict[str, float]] = {"before": {}, "after": {}}
    ratings: dict[tuple[str, str], list] = defaultdict(list)
    rows = (
        Diary.objects.filter(pilot=measure.pilot_id, rating__isnull=False, hidden_at__isnull=True)
        .annotate(day=TruncDate("created_at"))
        .values_list("day", "panelist__code", "rating")
    )
    for day, code, rating in rows:
        ratings[periods.of(day), code].append(rating)
    for (period, code), given in ratings.items():
        if period:
            values[period][code] = fmean(given)
    return values["before"], values["after"]


def compare_all(
    pilot: Pilot, *, at: datetime | None = None, for_staff: bool = False
) -> list[dict[str, Any]]:
    measures = pilot.measures.select_related("pilot", "question")
    return [compare(measure, at=at, for_staff=for_staff) for measure in measures]
