"""Says in one sentence what a comparison means, for somebody who never heard of an interval."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pilots.models import Forecast


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


def _unit_of_change(comparison: Mapping[str, Any]) -> Mapping[str, str]:
    return POINTS if "%" in comparison["unit"].values() else comparison["unit"]


def says(comparison: Mapping[str, Any]) -> str:
    """“평균 22초 줄었습니다(95% 신뢰구간 15~29초).”"""
    if not comparison["judged"]:
        return _why_not(comparison)
    adjusted = comparison.get("adjusted")
    said = adjusted or comparison
    unit = _unit_of_change(comparison)
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
    if comparison.get("is_hidden"):
        return _("So few answered one way that showing the share would give them away.")
    is_about_people = comparison["unit_of_analysis"] == "people"
    if not comparison["n_after"] and not comparison["n_before"] and not is_about_people:
        return _("Nothing has been measured yet.")
    if is_about_people:
        return _("Too few answers to judge.")
    return _("Too few measurements to judge.")


def says_later(comparison: Mapping[str, Any]) -> str:
    """What was left of the change when the pilot was followed up; empty where it was not."""
    later = comparison.get("follow_up")
    if not later or later["low"] is None:
        return ""
    unit = _unit_of_change(comparison)
    values = {
        "amount": with_unit(abs(later["difference"]), unit),
        "low": amount(later["low"]),
        "high": with_unit(later["high"], unit),
    }
    if later["low"] <= 0 <= later["high"]:
        return _("Afterwards no clear change is left (95%% interval %(low)s to %(high)s).") % values
    near, far = sorted((abs(later["low"]), abs(later["high"])))
    values |= {"low": amount(near), "high": with_unit(far, unit)}
    if later["difference"] < 0:
        return (
            _("Afterwards still %(amount)s less than before (95%% interval %(low)s to %(high)s).")
            % values
        )
    return (
        _("Afterwards still %(amount)s more than before (95%% interval %(low)s to %(high)s).")
        % values
    )


def says_worth(comparison: Mapping[str, Any]) -> str:
    """Whether the change is as large as the plan asked for."""
    worth = comparison.get("worth_having")
    if worth is None:
        return ""
    values = {
        "smallest": with_unit(abs(comparison["smallest_effect"]), _unit_of_change(comparison))
    }
    if worth:
        return _("That is at least the smallest change worth having (%(smallest)s).") % values
    return _("That is less than the smallest change worth having (%(smallest)s).") % values


def limits_said(comparison: Mapping[str, Any]) -> list[str]:
    """What a careful reader should know, in sentences."""
    sentences = {
        "exploratory": _(
            "Not planned beforehand: it may give ideas, but it does not prove anything."
        ),
        "secondary": _(
            "One of several measures: among many, one may change by chance. The primary measure "
            "decides."
        ),
        "no_comparison": _(
            "Nothing to compare with: what changed everywhere at the same time is in it too."
        ),
        "few_people": _("Few people answered; a single answer weighs much."),
        "few_sites": _("Few sites; at others it may turn out differently."),
        "few_days": _("Few days; the weather or one event may weigh much."),
        "not_paired": _("Different people answered before and after."),
        "missing": _("Much is missing; those who are missing may have seen it differently."),
    }
    return [sentences[code] for code in comparison.get("limits", []) if code in sentences]


def says_forecast(forecast: Mapping[str, Any], comparison: Mapping[str, Any]) -> str:
    """주민 12명은 20초 줄 것으로 예상했습니다. 맞힌 사람은 7명입니다."""
    group = str(Forecast.Group(forecast["group"]).label)
    if forecast["n"] is None:
        return _("%(group)s: too few to show") % {"group": group}
    values = {"group": group, "n": amount(forecast["n"])}
    if forecast["median"] is None:
        return _("%(group)s: %(n)s forecasts so far") % values
    unit = _unit_of_change(comparison)
    values["amount"] = with_unit(abs(forecast["median"]), unit)
    if forecast["median"] < 0:
        sentence = _("%(group)s: %(n)s forecasts, in the middle %(amount)s less") % values
    else:
        sentence = _("%(group)s: %(n)s forecasts, in the middle %(amount)s more") % values
    if forecast["right"] is not None:
        sentence += ". " + _("Inside the interval of what was measured: %(right)s") % {
            "right": amount(forecast["right"])
        }
    return sentence


def method_of(comparison: Mapping[str, Any]) -> str:
    """How it was compared, for whoever wants to check."""
    adjusted = comparison.get("adjusted")
    if adjusted:
        if adjusted.get("unit_of_analysis") == "people":
            return _(
                "Difference in differences: each person’s own change against the changes of those "
                "who got nothing new, Welch’s interval."
            )
        if adjusted.get("unit_of_analysis") == "sites":
            return _(
                "Difference in differences: changes of the sites against changes of the comparison "
                "sites, Welch’s interval."
            )
        return _(
            "Difference in differences: the daily distance to the comparison sites before and "
            "after, interval with Newey–West errors."
        )
    is_about_people = comparison["unit_of_analysis"] == "people"
    methods = {
        "paired": _("Each person’s own change, paired t interval.")
        if is_about_people
        else _("Each site’s own change of its daily averages, paired t interval."),
        "welch": _("Two groups of answers, Welch’s interval."),
        "step": _("Daily averages before and after, interval with Newey–West errors."),
        "shares": _("Two shares, Newcombe’s score interval."),
        "paired_shares": _("The share among the same people, Bonett and Price’s interval."),
    }
    if comparison["method"] == "welch" and not is_about_people:  # frozen before there was “step”
        return _("Daily averages before and after, Welch’s interval.")
    return methods.get(comparison["method"], "")


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
