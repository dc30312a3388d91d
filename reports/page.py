"""What a report's page shows, made ready from its frozen values: the same for readers and desk."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.templatetags.words import people_number
from city.words import Words
from pilots.say import limits_said, says_later, says_worth
from reports.charts import describe
from reports.drawing.points import month_label
from reports.drawing.size import Sizes
from reports.figures import BY_KEY, MEASURE_CHANGE
from reports.headline import headline
from reports.make.choosing import chosen
from reports.make.sections import about, counted_how, sections_of
from reports.models import Report
from reports.show import shown
from reports.tiles import tile

Address = Callable[[str], str]


def page_of(report: Report, picture: Address) -> dict[str, Any]:
    """`picture` gives the address of a picture by its file name."""
    frozen = report.frozen if report.is_published else chosen(report)
    as_of = parse_datetime(frozen["as_of"])
    definitions = {definition["key"]: definition for definition in frozen["definitions"]}
    tiles = [_tile(row, definitions[row["key"]], as_of, frozen) for row in frozen["figures"]]
    charts = [
        _chart(chart, definitions.get(chart["key"], {}), as_of)
        | _pictures(chart["name"], picture, report.sizes)
        | {"note": counted_how(frozen, chart["key"])}
        for chart in frozen["charts"]
        if chart["rows"]
    ]
    return {
        "report": report,
        "permanent_address": permanent_address(report),
        "checksum": report.digest or frozen["digest"],
        "as_of": as_of,
        "frozen": frozen,
        "about": about(frozen),
        "sections": sections_of(report, frozen),
        "headline": headline([tile for tile in tiles if not tile["note"]], charts),
        "tiles": tiles,
        "charts": charts,
        "definitions": [_definition(definition) for definition in frozen["definitions"]],
        "boundaries": frozen.get("boundaries"),
        "pilot": _pilot(frozen.get("pilot")),
    }


def permanent_address(report: Report) -> str:
    """Of this version, as people read it: Korean letters stay letters."""
    return unquote(
        urljoin(settings.SITE_URL, reverse("reports:version", args=[report.slug, report.version]))
    )


def picture_address(report: Report) -> Address:
    return lambda name: reverse("reports:picture", args=[report.slug, report.version, name])


def _tile(
    row: dict, definition: dict, as_of: datetime | None, frozen: dict[str, Any]
) -> dict[str, Any]:
    return tile(row, definition, as_of) | {"note": counted_how(frozen, row["key"])}


def _chart(chart: dict, definition: dict, as_of: datetime | None) -> dict[str, Any]:
    head, rows = TABLES.get(chart["kind"], _table)(chart)
    return {
        "name": chart["name"],
        "kind": chart["kind"],
        "title": Words(chart["title"]),
        "alt": f"{Words(chart['title'])}. {describe(chart)}",
        "head": head,
        "rows": rows,
        "cells": [(name, list(zip(head[1:], told, strict=True))) for name, *told in rows],
        "folded": chart["kind"] in ("columns", *TABLES) or len(rows) > 6,
        "said": _said(chart) if chart["kind"] == "change" else "",
        "definition": Words(chart["said"]["definition"]) if "said" in chart else Words(definition["definition"]),
        "as_of": as_of,
    }  # fmt: skip


def _pictures(name: str, picture: Address, sizes: Sizes) -> dict[str, Any]:
    """Its addresses, wide and for a phone, with their sizes: the page does not jump as they come."""
    language = (get_language() or "ko")[:2]
    wide, narrow = f"{name}.{language}.svg", f"{name}.{language}.narrow.svg"
    return {
        "src": picture(wide),
        "size": sizes.get(wide),
        "narrow": picture(narrow),
        "narrow_size": sizes.get(narrow) or sizes.get(wide),  # as reports/views.py sends them
    }


def _table(chart: dict) -> tuple[list[str], list[list[str]]]:
    unit = Words(chart["unit"]) if chart.get("unit") else BY_KEY[chart["key"]].unit
    name = {
        "district": _("District"), "category": _("Category"), "month": _("Month"),
        "stage": _("Stage"), "state": _("State"),
    }.get(chart.get("dimension", ""), _("Period"))  # fmt: skip
    rows = [
        [str(Words(row["label"])), shown(chart["key"], row["value"], row["hidden"])]
        for row in chart["rows"]
    ]
    # Counts of themselves need no second number; where one row needs it, all have it.
    if all(row["n"] in (None, row["value"]) for row in chart["rows"]):
        return [name, str(unit)], rows
    counted_over = [people_number(row["n"]) for row in chart["rows"]]
    return (
        [name, str(unit), str(BY_KEY[chart["key"]].n_name)],
        [[*row, n] for row, n in zip(rows, counted_over, strict=True)],
    )


def _day_table(chart: dict) -> tuple[list[str], list[list[str]]]:
    compares = any(row[2] is not None for row in chart["rows"])
    head = [_("Day"), _("Test sites"), _("Comparison sites")]
    rows = [[row[0], *(shown(chart["key"], value) for value in row[1:])] for row in chart["rows"]]
    return (head, rows) if compares else (head[:2], [row[:2] for row in rows])


def _table_over_time(chart: dict) -> tuple[list[str], list[list[str]]]:
    """One row a month, one column for each line or small picture."""
    by_month: dict[str, list[str]] = {}
    for row in chart["rows"]:
        told = by_month.setdefault(str(Words(row["label"])), [])
        told.append(shown(chart["key"], row["value"], row["hidden"]))
    names = list(dict.fromkeys(str(Words(row["of"])) for row in chart["rows"]))
    return [_("Month"), *names], [[month, *told] for month, told in by_month.items()]


def _table_of_parts(chart: dict) -> tuple[list[str], list[list[str]]]:
    """One row for each small picture, one column a month: it fits on paper."""
    by_part: dict[str, list[str]] = {}
    for row in chart["rows"]:
        told = by_part.setdefault(str(Words(row["of"])), [])
        told.append(shown(chart["key"], row["value"], row["hidden"]))
    months = dict.fromkeys(month_label(row["code"]) for row in chart["rows"])
    return [_("District"), *months], [[name, *told] for name, told in by_part.items()]


TABLES = {"days": _day_table, "lines": _table_over_time, "multiples": _table_of_parts}


def _said(chart: dict) -> str:
    """The comparison in a sentence, with how sure it is."""
    said, unit = chart["said"], Words(chart["unit"])
    if said["difference"] is None:
        return _("There are too few values to judge.")
    numbers = {
        name: shown(MEASURE_CHANGE.key, said[name])
        for name in ("mean_before", "mean_after", "difference", "low", "high")
    } | {"unit": unit}
    sentence = (
        _(
            "From %(mean_before)s to %(mean_after)s on average: a change of %(difference)s (%(unit)s)."
        )
        % numbers
    )
    if said["low"] is not None:
        sentence += " " + _("95%% confidence interval %(low)s to %(high)s.") % numbers
    if adjusted := said.get("adjusted"):
        sentence += " " + _against_comparison(adjusted)
    also = [says_worth(said), says_later(said), *limits_said(said)]
    return " ".join(filter(None, [sentence, _verdict(said["verdict"]), *also]))


def _against_comparison(adjusted: dict) -> str:
    """What changed here beyond what changed where nothing was done: the verdict rests on this."""
    numbers = {
        name: shown(MEASURE_CHANGE.key, adjusted[name]) for name in ("difference", "low", "high")
    }
    if adjusted["low"] is None:
        return _("Beyond the change at the comparison sites: %(difference)s.") % numbers
    return (
        _(
            "Beyond the change at the comparison sites: %(difference)s "
            "(95%% confidence interval %(low)s to %(high)s)."
        )
        % numbers
    )


def _verdict(verdict: str) -> str:
    return {
        "better": _("It became better."),
        "worse": _("It became worse."),
        "unclear": _("The interval holds zero, so a change is not shown."),
    }.get(verdict, _("There are too few values to judge."))


def _definition(definition: dict[str, Any]) -> dict[str, Any]:
    words = ("name", "unit", "definition", "denominator")
    return definition | {name: Words(definition[name]) for name in words}


def _pilot(pilot: dict[str, Any] | None) -> dict[str, Any] | None:
    if pilot is None:
        return None
    words = ("title", "question", "hypothesis", "department")
    shown_pilot = pilot | {name: Words(pilot[name]) for name in words}
    shown_pilot["sites"] = [
        {"name": Words(site["name"]), "arm": Words(site["arm_label"])} for site in pilot["sites"]
    ]
    shown_pilot["budget"] = [line | {"label": Words(line["label"])} for line in pilot["budget"]]
    if end := pilot["conclusion"]:
        shown_pilot["conclusion"] = end | {
            name: Words(end[name]) for name in ("label", "reasons", "learned")
        }
    return shown_pilot
