"""Choosing figures as evidence without a script: which figure, and of which part of the city."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from city.words import Words
from reports.figures import BY_KEY, MEASURE_CHANGE, SUBJECTS
from reports.figures.dimensions import NAMES
from reports.labels import labels_now

SLOTS = 4
# Months and measures are not parts of the city; a pilot's measures stand in its own pack.
LEFT_OUT = {"month", "measure"}

Chosen = dict[str, Any]  # {"key": "accepted", "cut": {"category": "walking"}}
Choices = list[Any]


def figure_choices(also: Iterable[str] = ()) -> Choices:
    """By subject; `also` are keys chosen once, which may have gone away since."""
    groups: Choices = [("", _("None"))]
    for _slug, name, definitions in SUBJECTS:
        offered = [(d.key, str(d.name)) for d in definitions if d is not MEASURE_CHANGE]
        groups.append((str(name), offered))
    gone = [
        (key, _("%(key)s (no longer counted)") % {"key": key}) for key in also if key not in BY_KEY
    ]
    return [*groups, (_("No longer counted"), gone)] if gone else groups


def part_choices() -> Choices:
    """The whole city, then every district, category, department … by which some figure is cut."""
    cut_by = {cut[0] for d in BY_KEY.values() for cut in d.cuts if len(cut) == 1} - LEFT_OUT
    labels = labels_now()
    groups: Choices = [("", _("Whole, not divided"))]
    for name in (name for name in NAMES if name in cut_by):
        offered = [
            (f"{name}={code}", said(label)) for code, label in labels.get(name, {}).items() if code
        ]
        if offered:
            groups.append((str(NAMES[name]), offered))
    return groups


def said(label: Any) -> str:
    return str(Words(label)) if isinstance(label, dict) else str(label)


def chosen_of(key: str, part: str) -> Chosen:
    name, _sign, code = part.partition("=")
    return {"key": key, "cut": {name: code} if part else {}}


def part_of(chosen: Mapping[str, Any]) -> str:
    return next((f"{name}={code}" for name, code in chosen["cut"].items()), "")


def fits(chosen: Mapping[str, Any]) -> bool:
    """Is the figure told of that part? One that went away is kept as it was."""
    definition = BY_KEY.get(chosen["key"])
    return definition is None or tuple(chosen["cut"]) in definition.cuts


def in_words(figures: Iterable[Mapping[str, Any]]) -> str:
    """For the history: “Accepted proposals (Walking), Commitments”."""
    labels = labels_now()
    told = []
    for chosen in figures or ():
        definition = BY_KEY.get(chosen["key"])
        name = str(definition.name) if definition else chosen["key"]
        part = [said(labels.get(by, {}).get(code, code)) for by, code in chosen["cut"].items()]
        told.append(f"{name} ({part[0]})" if part else name)
    return ", ".join(told)
