"""How many people or sites it takes to see the smallest change worth having.

Planned for a two-sided test at 5 % that finds such a change four times out of five, the usual
choice of J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988).
"""

from functools import lru_cache
from math import ceil
from typing import NamedTuple

from pilots.evidence.days import SITES_TO_PAIR
from pilots.models import Measure, Pilot, Site

ALPHA, POWER = 0.05, 0.8
DROP_OUT = 0.2  # one in five leaves or does not answer the second time
IN_PERCENT = 100.0
ANSWERED = (Measure.Source.SURVEY, Measure.Source.DIARY)


class Needed(NamedTuple):
    """`each` in every group; `with_drop_out` so that as many are left at the end."""

    each: int
    with_drop_out: int
    groups: int  # 1: everybody with themselves; 2: compared with others


def needed(measure: Measure, *, has_comparison: bool | None = None) -> Needed | None:
    """None where the plan does not say enough: no smallest effect, or nothing known beforehand."""
    effect = measure.smallest_effect
    if not effect:
        return None
    if has_comparison is None:
        has_comparison = compares_groups(measure)
    if measure.statistic == Measure.Statistic.SHARE:
        each = _for_shares(measure.expected_level, effect, measure.direction)
    elif measure.expected_spread:
        solve = for_two_groups if has_comparison else for_pairs
        each = solve(abs(effect) / measure.expected_spread)
    else:
        return None
    if each is None:
        return None
    return Needed(each, ceil(each / (1 - DROP_OUT)), 2 if has_comparison else 1)


def compares_groups(measure: Measure) -> bool:
    """People with people of another alternative, sites with comparison sites."""
    pilot: Pilot = measure.pilot
    if measure.source in ANSWERED:
        return pilot.alternatives.count() > 1
    return pilot.sites.filter(arm=Site.Arm.COMPARISON).exists()


def unit_counted(measure: Measure) -> str:
    """What is counted: people, sites, or, with few sites, days. Days resemble each other, so that
    of them the number is the least."""
    if measure.source in ANSWERED:
        return "people"
    sites = measure.pilot.sites.filter(arm=Site.Arm.TEST).count()
    return "sites" if sites >= SITES_TO_PAIR else "days"


def _for_shares(level: float | None, effect: float, direction: str) -> int | None:
    """Level and effect in percent. Two groups of people, which is on the safe side where the same
    people are asked twice."""
    if level is None:
        return None
    first = level / IN_PERCENT
    signed = effect if direction == Measure.Direction.UP else -effect
    second = first + signed / IN_PERCENT
    if not (0 < first < 1 and 0 <= second <= 1):
        return None
    return for_shares(first, second)


@lru_cache(maxsize=512)
def for_pairs(effect: float) -> int:
    """`effect` is the change in standard deviations. Where two answers of one person correlate by
    one half, as they often do, changes spread as much as the answers themselves."""
    from statsmodels.stats.power import TTestPower

    return ceil(TTestPower().solve_power(effect_size=effect, alpha=ALPHA, power=POWER))


@lru_cache(maxsize=512)
def for_two_groups(effect: float) -> int:
    from statsmodels.stats.power import TTestIndPower

    return ceil(TTestIndPower().solve_power(effect_size=effect, alpha=ALPHA, power=POWER))


@lru_cache(maxsize=512)
def for_shares(first: float, second: float) -> int:
    """Cohen's h, the difference of arcsines."""
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    effect = abs(proportion_effectsize(second, first))
    return ceil(NormalIndPower().solve_power(effect_size=effect, alpha=ALPHA, power=POWER))
