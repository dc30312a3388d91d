"""A figure as a page shows it: label, value, unit, how it is counted, and as of when."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from city.shares import share
from city.templatetags.words import people_number
from city.words import Words
from reports.figures import BY_KEY, DEFINITIONS
from reports.models import Run
from reports.plain import define, plain
from reports.show import NOTHING, shown


def tile(row: dict[str, Any], definition: dict[str, Any], as_of: datetime | None) -> dict[str, Any]:
    """What `_figure.html` takes, from a frozen or a stored value."""
    key = definition["key"]
    return {
        "key": key,
        "label": Words(definition["name"]),
        "value": shown(key, row["value"], row["hidden"]),
        "unit": "" if row["value"] is None else Words(definition["unit"]),
        "n": shown_n(row),
        "definition": _explained(definition),
        # A count of people may have been kept back: then it is of an earlier time.
        "as_of": parse_datetime(row["extra"].get("as_of", "")) or as_of,
        "icon": definition["icon"],
    }


def shown_n(row: dict[str, Any]) -> str:
    """What it was counted over; nothing where the value is itself the count.

    주민 확인: how many did not answer stands beside how many did.
    """
    if row["n"] is None or row["n"] == row["value"]:
        return ""
    n = people_number(row["n"])
    if "no_answer" in row["extra"]:
        silent = people_number(row["extra"]["no_answer"])
        said = _("%(n)s (%(silent)s did not answer)") % {"n": n, "silent": silent}
        return f"{said}, {_interval(row)}" if row["value"] is not None else said
    return n


def _interval(row: dict[str, Any]) -> str:
    """What the share can say about more people than those who answered."""
    found = share(round(row["value"] * row["n"] / 100), row["n"])
    if found is None:
        return ""
    ends = {"low": round(found.low), "high": round(found.high)}
    return _("95%% interval %(low)s to %(high)s%%") % ends


def _explained(definition: dict[str, Any]) -> str:
    return " ".join(
        [
            str(Words(definition["definition"])),
            _("Counted over:"),
            str(Words(definition["denominator"])),
        ]
    )


def latest_tiles(run: Run | None) -> dict[str, dict[str, Any]]:
    """The whole city's figures as of the latest run, by key, in the registry's order."""
    if run is None:
        return {}
    rows = {figure.key: plain(figure) for figure in run.figures.filter(cut_key="")}
    return {d.key: tile(rows[d.key], define(d), run.as_of) for d in DEFINITIONS if d.key in rows}


def empty_tile(key: str) -> dict[str, Any]:
    """Before the first night: the figure with its definition and without a value."""
    row: dict[str, Any] = {"value": None, "n": None, "hidden": False, "extra": {}}
    return tile(row, define(BY_KEY[key]), None) | {"value": NOTHING}
