"""Says in one sentence what several pilots found together."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from pilots.handing.pool import FEW, Pooled
from pilots.say import POINTS, amount, with_unit


def unit_of_change(unit: Mapping[str, str]) -> Mapping[str, str]:
    return POINTS if "%" in unit.values() else unit


def says_together(pooled: Pooled, unit: Mapping[str, str]) -> str:
    unit = unit_of_change(unit)
    near, far = sorted((abs(pooled.low), abs(pooled.high)))
    is_open = pooled.verdict == "unclear"
    values = {
        "k": pooled.k,
        "amount": with_unit(abs(pooled.effect), unit),
        "low": amount(pooled.low if is_open else near),
        "high": with_unit(pooled.high if is_open else far, unit),
    }
    if is_open:
        return (
            _("%(k)s pilots together show no clear change (95%% interval %(low)s to %(high)s).")
            % values
        )
    if pooled.verdict == "less":
        return (
            _(
                "%(k)s pilots together: on average %(amount)s less than before (95%% interval %(low)s to %(high)s)."
            )
            % values
        )
    return (
        _(
            "%(k)s pilots together: on average %(amount)s more than before (95%% interval %(low)s to %(high)s)."
        )
        % values
    )


def limits_of(pooled: Pooled) -> list[str]:
    """What a reader should know before relying on it."""
    limits = []
    if pooled.k < FEW:
        limits.append(
            _(
                "These are only %(k)s pilots: how much places differ is hardly known, so the interval is wide."
            )
            % {"k": pooled.k}
        )
    if pooled.i2 is not None and pooled.i2 >= 75:
        limits.append(
            _("The pilots differ much from each other: the average may fit none of the places.")
        )
    return limits
