"""Which figures, charts and sections a report shows: those of its kind, until an officer chooses others."""

from typing import Any

from django.utils.translation import gettext_lazy

from city.words import Words
from reports.figures import DEFINITIONS
from reports.freeze import charts_of_city
from reports.models import Report

Choices = list[tuple[str, Words]]
# Parts of the page beside figures and charts, by the names under which they are frozen.
SECTIONS = {
    "districts": gettext_lazy("District by district"),
    "answers": gettext_lazy("What you said, what we did"),
}


def chosen(report: Report) -> dict[str, Any]:
    """What was frozen, without what was not chosen. No figure chosen is all of them."""
    left_out = set(SECTIONS) - set(sections_of(report))
    frozen = {name: said for name, said in report.frozen.items() if name not in left_out}
    figures = report.kind.figures if report.figures is None else report.figures
    charts = report.kind.charts if report.charts is None else report.charts
    if not figures and not charts:
        return frozen

    def wanted(row: dict) -> bool:
        return not figures or row["key"] in figures

    left = {name: [row for row in frozen[name] if wanted(row)] for name in ("figures", "cuts")} | {
        "charts": [chart for chart in frozen["charts"] if not charts or chart["name"] in charts]
    }
    shown = {row["key"] for rows in left.values() for row in rows}
    left["definitions"] = [each for each in frozen["definitions"] if each["key"] in shown]
    return frozen | left


def sections_of(report: Report) -> list[str]:
    """None is said by an empty list; null is all of them."""
    wanted = report.kind.sections if report.sections is None else report.sections
    return list(SECTIONS) if wanted is None else wanted


def sections_in(frozen: dict[str, Any]) -> list[str]:
    """Those that have anything to show."""
    rows = {"districts": frozen.get("districts", {}).get("rows"), "answers": frozen.get("answers")}
    return [name for name in SECTIONS if rows[name]]


def choices_of_kind() -> tuple[Choices, Choices]:
    return [(d.key, d.name) for d in DEFINITIONS], charts_of_city()


def choices_of(report: Report) -> tuple[Choices, Choices]:
    """What there is in this very report; a chart without anything to draw is not offered."""
    names = {each["key"]: Words(each["name"]) for each in report.frozen["definitions"]}
    figures = [(row["key"], names[row["key"]]) for row in report.frozen["figures"]]
    charts = [(c["name"], Words(c["title"])) for c in report.frozen["charts"] if c["rows"]]
    return figures, charts
