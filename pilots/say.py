"""Says in one sentence what a comparison means, for somebody who never heard of an interval."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


def amount(value: float | None) -> str:
    """As many digits as one can use: 1,234 · 41.3 · 0.027."""
    if value is None:
        return ""
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = number_format(round(value, places), places, force_grouping=True, use_l10n=True)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


# A change from 89% to 95% is one of 6 points, not of 6%.
POINTS = {"ko": "%포인트", "en": "percentage points"}


def with_unit(value: float | None, unit: Mapping[str, str]) -> str:
    """22초 in Korean, 22 s in English."""
    name = in_language(unit)
    if not name or value is None:
        return amount(value)
    return f"{amount(value)}{'' if get_language() == 'ko' or name == '%' else ' '}{name}"


def in_language(words: Mapping[str, str]) -> str:
    """Frozen words are plain dicts, without the manners of city.words.Words."""
    language = (get_language() or "ko")[:2]
    return words.get(language) or words.get("ko") or ""


def says(comparison: Mapping[str, Any]) -> str:
    """“평균 22초 줄었습니다(95% 신뢰구간 15~29초).”"""
    if not comparison["judged"]:
        return _why_not(comparison)
    adjusted = comparison.get("adjusted")
    said = adjusted or comparison
    unit = POINTS if "%" in comparison["unit"].values() else comparison["unit"]
    values = {
        "amount": with_unit(abs(said["difference"]), unit),
        "low": amount(said["low"]),
        "high": with_unit(said["high"], unit),
    }
    if comparison["verdict"] == "unclear":
        return (
            _(
                "Apart from what changed everywhere, no clear change (95%% interval %(low)s to %(high)s)."
            )
            if adjusted
            else _("No clear change: it may be chance (95%% interval %(low)s to %(high)s).")
        ) % values
    # Once the direction is said in words, the interval is given without minus signs.
    near, far = sorted((abs(said["low"]), abs(said["high"])))
    values |= {"low": amount(near), "high": with_unit(far, unit)}
    if said["difference"] < 0:
        sentence = (
            _(
                "%(amount)s less than before, beyond what changed elsewhere (95%% interval %(low)s to %(high)s)."
            )
            if adjusted
            else _("On average %(amount)s less than before (95%% interval %(low)s to %(high)s).")
        )
    else:
        sentence = (
            _(
                "%(amount)s more than before, beyond what changed elsewhere (95%% interval %(low)s to %(high)s)."
            )
            if adjusted
            else _("On average %(amount)s more than before (95%% interval %(low)s to %(high)s).")
        )
    return sentence % values


def _why_not(comparison: Mapping[str, Any]) -> str:
    if comparison.get("waits"):
        return _("What people answered is shown once the pilot has ended.")
    is_about_people = comparison["unit_of_analysis"] == "people"
    if not comparison["n_after"] and not comparison["n_before"] and not is_about_people:
        return _("Nothing has been measured yet.")
    if is_about_people:
        return _("Too few answers to judge.")
    return _("Too few measurements to judge.")


def method_of(comparison: Mapping[str, Any]) -> str:
    """How it was compared, for whoever wants to check."""
    if comparison.get("adjusted"):
        return _("Difference in differences with the comparison sites, Welch’s interval.")
    if comparison["method"] == "paired":
        return (
            _("Each person’s own change, paired t interval.")
            if comparison["unit_of_analysis"] == "people"
            else _("Each site’s own change of its daily averages, paired t interval.")
        )
    if comparison["unit_of_analysis"] == "people":
        return _("Two groups of answers, Welch’s interval.")
    return _("Daily averages before and after, Welch’s interval.")


def unit_counted(comparison: Mapping[str, Any], n: int | None) -> str:
    """n in words: 7곳, 30일, 12명; or that the group is too small to show."""
    if n is None:
        return _("too few to show")
    kind = comparison["unit_of_analysis"]
    if kind == "people":
        return pgettext("n", "%(n)s people") % {"n": amount(n)}
    if kind == "sites":
        return pgettext("n", "%(n)s sites") % {"n": amount(n)}
    return pgettext("n", "%(n)s days") % {"n": amount(n)}
