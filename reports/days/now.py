"""The dashboard: the funnel, answers in time, who takes part, by which door; from stored rows."""

from typing import Any

from city.words import Words
from reports.days.people import COMPARED, Compared, compare_all, say_who
from reports.figures import BY_KEY
from reports.labels import labels_now
from reports.models import Run
from reports.plain import define, plain
from reports.show import shown
from reports.tiles import tile

TILES = (
    "proposals_received", "answered_in_time", "median_working_days_to_answer",
    "commitments_kept_on_time", "residents_confirm_better", "proposals_offline",
)  # fmt: skip
CUT = ("proposals_by_step", "days_between_steps", "proposals_by_channel", "support_by_channel")
Row = dict[str, Any]
Rows = dict[tuple[str, str], Row]  # by figure and the group of its cut; "" is the whole city


def now_page(run: Run | None) -> Row:
    """One query for all values."""
    rows, labels = rows_of(run, (*TILES, *CUT)), labels_now()
    compared = compared_of(run, labels)
    return {
        "run": run,
        "tiles": [
            tile(rows[key, ""], define(BY_KEY[key]), run.as_of)
            for key in TILES
            if run and (key, "") in rows
        ],
        "funnel": _funnel(rows, labels["step"]),
        "channels": _channels(rows, labels["channel"]),
        "compared": [(BY_KEY[key], each) for key, each in compared.items()],
        "sentence": say_who(compared.values()),
    }


def rows_of(run: Run | None, keys: tuple[str, ...]) -> Rows:
    """The whole city and what is cut once by something else than place, subject or month."""
    figures = run.figures.filter(key__in=keys) if run else []
    told = [plain(figure) for figure in figures if len(figure.cut) <= 1]
    return {(row["key"], next(iter(row["cut"].values()), "")): row for row in told}


def compared_of(run: Run | None, labels: dict[str, Any]) -> dict[str, Compared]:
    """Who takes part beside who lives here, by each dimension."""
    figures = run.figures.filter(key__in=["people_taking_part", *COMPARED]) if run else []
    return compare_all(list(map(plain, figures)), labels)


def _funnel(rows: Rows, names: dict[str, Words]) -> list[Row]:
    """How many got to each step, which share of all received that is, and how long it took."""
    received = _value(rows, "proposals_by_step", "received")
    if not received:
        return []
    return [
        {
            "label": label,
            "value": shown("proposals_by_step", _value(rows, "proposals_by_step", step)),
            "percent": round(100 * _value(rows, "proposals_by_step", step) / received, 1),
            "days": _shown(rows, "days_between_steps", step, ""),
        }
        for step, label in names.items()
    ]


def _channels(rows: Rows, names: dict[str, Any]) -> list[Row]:
    key = "proposals_by_channel"
    received = sum(row["value"] or 0 for (name, _group), row in rows.items() if name == key)
    return [
        {
            "label": label,
            "proposals": _shown(rows, key, code, "0"),
            "percent": round(100 * _value(rows, key, code) / received, 1) if received else 0,
            "support": _shown(rows, "support_by_channel", code, "0"),
        }
        for code, label in names.items()
        if (key, code) in rows or ("support_by_channel", code) in rows
    ]


def _value(rows: Rows, key: str, group: str) -> float:
    return rows[key, group]["value"] or 0 if (key, group) in rows else 0


def _shown(rows: Rows, key: str, group: str, nothing: str) -> str:
    row = rows.get((key, group))
    return shown(key, row["value"], row["hidden"]) if row else nothing
