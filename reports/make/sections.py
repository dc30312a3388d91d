"""What a report's page shows beside figures and charts, made ready from its frozen values."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from city.words import Words
from reports.figures import BY_KEY
from reports.make.said_and_done import with_titles
from reports.models import Report
from reports.show import NOTHING, shown

# As many as fit beside each other; all the others are in the file of the report.
COLUMNS = (
    "proposals_received", "proposals_per_1000", "support_given", "answered_in_time", "accepted",
    "done", "commitments_kept_on_time",
)  # fmt: skip
# States of proposals: of a period they are those of the proposals that came in then.
WHAT_BECAME = (
    "open_proposals", "accepted", "done", "declined", "not_raised", "referred", "proposals_closed",
)  # fmt: skip
MONTHS = 12
BAR, HEIGHT = 6, 24


def sections_of(report: Report, frozen: dict[str, Any]) -> list[dict[str, Any]]:
    """[{kind, title, template, …}] in the order of the page."""
    found = (_changes(report, frozen), _by_district(frozen), _answers(frozen))
    return [
        section | {"template": f"reports/make/_{section['kind']}.html"}
        for section in found
        if section
    ]


# ── What it is about ─────────────────────────────────────────────────────────────────────────


def about(frozen: dict[str, Any]) -> dict[str, Any] | None:
    """Days, places and call in words; nothing for a report about everything."""
    scope = frozen.get("scope")
    if not scope or not (scope["since"] or scope["districts"] or scope["call"]):
        return None
    names = [_name(frozen, "district", code) for code in scope["districts"]]
    return {
        "since": date.fromisoformat(scope["since"]) if scope["since"] else None,
        "until": date.fromisoformat(scope["until"]) if scope["until"] else None,
        "district": names[0] if names else "",
        "predecessors": list(dict.fromkeys(name for name in names[1:] if name != names[0])),
        "call": Words(scope["call_title"]) or scope["call"],
        "rule": Words(scope["rule"]),
    }


def is_of_whole_city(frozen: dict[str, Any], key: str) -> bool:
    """In a report about a part of the city or of the time: this figure was not narrowed to it."""
    return about(frozen) is not None and key in frozen["scope"]["of_whole_city"]


def counted_how(frozen: dict[str, Any], key: str) -> str:
    """In a report about October: what came of those received in October is another number than what
    was answered in October, and a number of the whole time is of neither."""
    if is_of_whole_city(frozen, key):
        return _("(whole city, from the beginning)")
    if key in WHAT_BECAME and _has_days(frozen):
        return _("(of those received in these days)")
    return ""


def _has_days(frozen: dict[str, Any]) -> bool:
    return bool(frozen.get("scope") and frozen["scope"]["since"])


# ── By district ──────────────────────────────────────────────────────────────────────────────


def _by_district(frozen: dict[str, Any]) -> dict[str, Any] | None:
    of_districts = frozen.get("districts")
    if not of_districts or not of_districts["rows"]:
        return None
    there = {row["key"] for row in frozen["figures"]}
    keys = [key for key in COLUMNS if key in there]
    months = _last_months(of_districts["rows"])
    most = max((row["value"] or 0 for row in _month_rows(of_districts["rows"])), default=0)
    rows = [
        _district(_name(frozen, "district", code), values, keys, months, most)
        for code, values in of_districts["rows"].items()
    ]
    rows.sort(key=lambda row: row["name"])
    head = [_with_unit(key) for key in keys]
    return {
        "kind": "districts", "title": _("District by district"), "head": head, "months": months,
        "rows": [
            row | {"cells": list(zip(head, row["values"], strict=True))}
            for row in (*rows, *_without_place(frozen, keys))
        ],
    }  # fmt: skip


def _with_unit(key: str) -> str:
    return _("%(figure)s (%(unit)s)") % {"figure": BY_KEY[key].name, "unit": BY_KEY[key].unit}


def _district(name: str, values: dict, keys: list[str], months: list[str], most: float) -> dict:
    by_key = {row["key"]: row for row in values["figures"]}
    by_month = {row["cut"]["month"]: row["value"] or 0 for row in values["months"]}
    counts = [int(by_month.get(month, 0)) for month in months]
    return {
        "name": name,
        "values": [_shown(by_key.get(key)) for key in keys],
        "bars": [
            {"x": number * BAR, "y": HEIGHT - height, "height": height}
            for number, count in enumerate(counts)
            if (height := round(HEIGHT * count / most) if most else 0)
        ],
        "width": BAR * len(months),
        "told": ", ".join(f"{month} {count}" for month, count in zip(months, counts, strict=True)),
    }  # fmt: skip


def _without_place(frozen: dict[str, Any], keys: list[str]) -> Iterator[dict[str, Any]]:
    """Proposals of which nobody said where: without them the rows do not add up."""
    rows = {row["key"]: row for row in frozen["cuts"] if row["cut"] == {"district": ""}}
    if rows:
        values = [_shown(rows.get(key)) for key in keys]
        yield {"name": _name(frozen, "district", ""), "values": values, "bars": [], "told": ""}


def _month_rows(rows: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for values in rows.values():
        yield from values["months"]


def _last_months(rows: dict[str, Any]) -> list[str]:
    """The last twelve up to the latest in which something came; none where there is only one."""
    found = {row["cut"]["month"] for row in _month_rows(rows)}
    if len(found) < 2:
        return []
    year, number = map(int, max(found).split("-"))
    place = year * 12 + number - 1
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(place - MONTHS + 1, place + 1)]
    return [month for month in months if month >= min(found)]


# ── What you said, what we did ───────────────────────────────────────────────────────────────


def _answers(frozen: dict[str, Any]) -> dict[str, Any] | None:
    groups = frozen.get("answers")
    if not groups:
        return None
    return {
        "kind": "answers",
        "title": _("What you said, what we did: answered in these days")
        if _has_days(frozen)
        else _("What you said, what we did"),
        "has_days": _has_days(frozen),
        "groups": with_titles(groups),
    }


# ── What reads otherwise ─────────────────────────────────────────────────────────────────────


def _changes(report: Report, frozen: dict[str, Any]) -> dict[str, Any] | None:
    if report.version == 1:
        return None
    rows = [
        {
            "figure": str(BY_KEY[row["key"]].name),
            "of": ", ".join(_name(frozen, by, code) for by, code in row["cut"].items()),
            "before": _shown(row["before"] and row["before"] | {"key": row["key"]}),
            "after": _shown(row["after"] and row["after"] | {"key": row["key"]}),
        }
        for row in report.changes
        if row["key"] in BY_KEY
    ]
    return {"kind": "changes", "title": _("What reads otherwise than before"), "rows": rows}


def _name(frozen: dict[str, Any], by: str, code: str) -> str:
    return str(Words(frozen["labels"].get(by, {}).get(code, {}))) or code


def _shown(row: dict[str, Any] | None) -> str:
    return shown(row["key"], row["value"], row["hidden"]) if row else NOTHING
