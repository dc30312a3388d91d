"""Before and after: what the measures of a pilot say, with n and how sure that is.

Read from the rows of a pilot here; the arithmetic over plain values is in pilots/evidence/.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from statistics import fmean
from typing import Any

from django.db.models import Avg, Count
from django.db.models.functions import TruncDate

from city.models import City
from pilots.evidence.days import Day, compare_days
from pilots.evidence.forecast import forecasts_of, takes_forecasts
from pilots.evidence.hidden import levels_of, share_tells_hidden
from pilots.evidence.judge import is_worth_having, judge, limits_of
from pilots.evidence.people import against_control, compare_people
from pilots.evidence.periods import Periods, periods_of
from pilots.evidence.result import OF_ALTERNATIVES
from pilots.models import Diary, LiveComparison, Measure, Observation, Participation, Pilot, Site
from pilots.workflow import ENDED, Status
from surveys.models import Response, Wave

OBSERVED = (Measure.Source.OBSERVATIONS, Measure.Source.COUNT)
TOOK_PART = (Status.CONSENTED, Status.ACTIVE, Status.COMPLETED)
# 1 in a column of yes and no is 100 in the unit of a share.
IN_PERCENT = 100.0
PARTS = ("follow_up", "comparison", "adjusted")
SCALED = ("mean_before", "mean_after", "difference", "low", "high", "se")


def compare(
    measure: Measure, *, at: datetime | None = None, for_staff: bool = False
) -> dict[str, Any]:
    """Everything a page, a conclusion or a report needs to know about one measure, as JSON.

    What people answered is compared in public only once the pilot has ended: an average that is
    read before and after one more answer tells that answer. Staff see it as it grows. What was
    told of people is told again as it was: one answer fewer would tell that answer too.
    """
    if not for_staff and (told := _told_before(measure)):
        return told
    pilot = measure.pilot
    periods = periods_of(pilot, at)
    is_observed = measure.source in OBSERVED
    has_ended = pilot.stage in ENDED
    waits = not (is_observed or for_staff or has_ended)
    days: list[Day] = daily_means(measure, periods) if is_observed else []
    if is_observed:
        result = compare_days(days, periods)
    else:
        result = _compare_answers(measure, periods, waits)
    verdict = judge(result, measure.direction)
    return {
        **_described(measure),
        "periods": {name: str(day) if day else None for name, day in asdict(periods).items()},
        **result,
        "target_met": _meets(result["mean_after"], measure),
        "waits": waits,
        "judged": verdict != "cannot",
        "verdict": verdict,
        "worth_having": is_worth_having(result, verdict, measure.smallest_effect),
        "limits": limits_of(
            result, is_exploratory=measure.is_exploratory, is_primary=measure.is_primary,
            has_people=not is_observed,
        ),
        # While they are taken, one more would be seen to come.
        "forecasts": forecasts_of(measure, result, shows=has_ended or for_staff)
        if for_staff or not takes_forecasts(pilot)
        else [],
        "series": _series(days),
    }  # fmt: skip


def _told_before(measure: Measure) -> dict[str, Any] | None:
    """What the result froze, or what was told of a pilot that was stopped (evidence/live.py)."""
    pilot = measure.pilot
    if measure.source in OBSERVED or pilot.stage not in ENDED:
        return None
    if conclusion := getattr(pilot, "conclusion", None):
        comparisons = conclusion.evidence.get("comparisons", [])
    else:
        live = LiveComparison.objects.filter(pilot=pilot).first()
        comparisons = live.comparisons if live else []
    mine = (each for each in comparisons if each["code"] == measure.code)
    return next((each for each in mine if not each.get("waits")), None)


def _described(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "name": dict(measure.name),
        "unit": dict(measure.unit),
        "direction": measure.direction,
        "source": measure.source,
        "statistic": measure.statistic,
        "is_primary": measure.is_primary,
        "is_exploratory": measure.is_exploratory,
        "definition": dict(measure.definition),
        "denominator": dict(measure.denominator),
        "target": measure.target,
        "smallest_effect": measure.smallest_effect,
    }


def _meets(mean: float | None, measure: Measure) -> bool | None:
    if mean is None or measure.target is None:
        return None
    up = measure.direction == Measure.Direction.UP
    return mean >= measure.target if up else mean <= measure.target


# ── Observations ─────────────────────────────────────────────────────────────────────────────


def daily_means(measure: Measure, periods: Periods) -> list[Day]:
    if periods.before_from is None or periods.last is None:
        return []
    rows = (
        Observation.objects.good()
        .filter(measure=measure)
        .annotate(day=TruncDate("at"))
        .filter(day__gte=periods.before_from, day__lte=periods.last)
        .values("site", "site__arm", "site__alternative__code", "day")
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
            row["site__alternative__code"] or "",
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


# ── What people said ─────────────────────────────────────────────────────────────────────────


def _compare_answers(measure: Measure, periods: Periods, waits: bool) -> dict[str, Any]:
    k = City.objects.current().smallest_group
    if waits:
        return compare_people({}, {}, k)
    read = _answers if measure.source == Measure.Source.SURVEY else _ratings
    before, after, follow = read(measure, periods)
    is_share = measure.statistic == Measure.Statistic.SHARE
    people = Participation.objects.filter(pilot=measure.pilot_id, status__in=TOOK_PART)
    if is_share and share_tells_hidden(measure, k):
        return compare_people({}, {}, k) | {"is_hidden": True}
    levels = levels_of(measure)
    result = compare_people(
        before, after, k, follow=follow, is_share=is_share, levels=levels,
        asked=people.count() or None,
    )  # fmt: skip
    tested = _alternatives_of(measure)
    result["alternatives"] = _by_alternative(tested, before, after, result, k, is_share, levels)
    control = {code for code, (_name, is_control) in tested.items() if is_control}
    # Only where everybody compared was drawn into a group: nobody is left over to subtract.
    if (
        control
        and result["method"].startswith("paired")
        and before.keys() & after.keys() <= tested.keys()
    ):
        result |= against_control(before, after, control.__contains__, k, is_share)
    return _in_percent(result) if is_share else result


def _alternatives_of(measure: Measure) -> dict[str, tuple[str, bool]]:
    """code of a person → (code of what they test, is it nothing new?)"""
    rows = Participation.objects.filter(pilot=measure.pilot_id, alternative__isnull=False)
    return {
        code: (alternative, is_control)
        for code, alternative, is_control in rows.values_list(
            "panelist__code", "alternative__code", "alternative__is_control"
        )
    }


def _by_alternative(tested, before, after, result, k, is_share, levels) -> list[dict[str, Any]]:
    """The same for those who tested each alternative: the people of the whole comparison shared
    out, so that nothing is left over to subtract; none where some of them are only a few."""
    codes = {code: alternative for code, (alternative, _is_control) in tested.items()}
    groups = sorted(set(codes.values()))
    if len(groups) < 2:
        return []
    if result["method"] in ("paired", "paired_shares"):
        both = before.keys() & after.keys()
        before, after = ({code: values[code] for code in both} for values in (before, after))
    told = []
    for group in ["", *groups]:
        first, second = (
            {code: value for code, value in values.items() if codes.get(code, "") == group}
            for values in (before, after)
        )
        if any(0 < len(values) < k for values in (first, second)):
            return []
        if group:
            compared = compare_people(first, second, k, is_share=is_share, levels=levels)
            told.append({"code": group, **{key: compared[key] for key in OF_ALTERNATIVES}})
    return told


def _in_percent(result: dict[str, Any]) -> dict[str, Any]:
    parts = [result, *(result[key] for key in PARTS), *result["alternatives"]]
    for part in filter(None, parts):
        for key in SCALED:
            if part.get(key) is not None:
                part[key] *= IN_PERCENT
    return result


def _answers(measure: Measure, periods: Periods) -> tuple[dict[str, float], ...]:
    question = measure.question
    assert question is not None  # survey_measures_name_their_question
    kinds = (Wave.Kind.BEFORE, Wave.Kind.AFTER, Wave.Kind.FOLLOW_UP)
    values: dict[str, dict[str, float]] = {kind: {} for kind in kinds}
    rows = (
        Response.objects.filter(wave__survey=question.survey_id, wave__kind__in=kinds)
        .order_by("wave__number")  # of several waves of a kind the last one counts
        .values_list("wave__kind", "panelist__code", "answers")
    )
    for kind, code, answers in rows:
        value = as_number(measure, answers.get(question.code))
        if value is not None:
            values[kind][code] = value
    return tuple(values[kind] for kind in kinds)


def as_number(measure: Measure, answer: Any) -> float | None:
    """The value of an answer; for a share 1 where it is one of those that count, else 0."""
    if answer is None or answer == "":
        return None
    if measure.statistic == Measure.Statistic.SHARE:
        given = answer if isinstance(answer, list) else [answer]
        counted = {str(each) for each in measure.counted}
        return float(any(str(each) in counted for each in given))
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return float(answer)
    return None


def _ratings(measure: Measure, periods: Periods) -> tuple[dict[str, float], ...]:
    """Each participant's average rating, so that an eager writer counts once."""
    ratings: dict[str, dict[str, list[float]]] = {
        period: defaultdict(list) for period in ("before", "after", "follow")
    }
    rows = (
        Diary.objects.filter(pilot=measure.pilot_id, rating__isnull=False, hidden_at__isnull=True)
        .annotate(day=TruncDate("created_at"))
        .values_list("day", "panelist__code", "rating")
    )
    for day, code, rating in rows:
        if (period := periods.of(day)) and (value := as_number(measure, rating)) is not None:
            ratings[period][code].append(value)
    return tuple(_one_each(people, measure) for people in ratings.values())


def _one_each(people: Mapping[str, Iterable[float]], measure: Measure) -> dict[str, float]:
    """For a share: did at least half of somebody's entries count?"""
    means = {code: fmean(given) for code, given in people.items()}
    if measure.statistic == Measure.Statistic.SHARE:
        return {code: float(mean >= 0.5) for code, mean in means.items()}
    return means


def compare_all(
    pilot: Pilot, *, at: datetime | None = None, for_staff: bool = False
) -> list[dict[str, Any]]:
    measures = pilot.measures.select_related("pilot", "question")
    return [compare(measure, at=at, for_staff=for_staff) for measure in measures]
