"""From the frozen rows of a chart to the values a drawing needs."""

from typing import Any

from django.utils.translation import gettext as _

from city.words import Words
from reports.figures import BY_KEY
from reports.show import shown

COUNT = ",d"  # a bare "," writes 150 as 1.5e+2
NUMBER = ",~f"


def points_of(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """`at` is where the writing stands: a value that is hidden or missing is said at zero."""
    return [
        {
            "code": row["code"],
            "label": str(Words(row["label"])),
            "value": row["value"],
            "at": max(row["value"] or 0, row.get("high") or 0),
            "low": row.get("low"),
            "high": row.get("high"),
            "shown": shown(chart["key"], row["value"], row["hidden"]),
            "of": str(Words(row["of"])) if row.get("of") else "",
        }
        for row in chart["rows"]
    ]


def unit_of(chart: dict[str, Any]) -> str:
    return str(Words(chart.get("unit") or BY_KEY[chart["key"]].unit))


def month_label(code: str) -> str:
    """2026-10 → 26.10, as it stands under a column."""
    return code[2:].replace("-", ".")


def axis_of(chart: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers count in whole steps; the others write as many digits as they have."""
    if BY_KEY[chart["key"]].decimals == 0:
        return {"tickCount": 4, "format": COUNT, "tickMinStep": 1}
    return {"tickCount": 4, "format": NUMBER}


def ends_of(chart: dict[str, Any], points: list[dict[str, Any]], room: float = 1.0):
    """From zero to the greatest value, with room for the number that stands behind it."""
    if BY_KEY[chart["key"]].is_share:
        return [0, 100 * room]
    return [0, (max((point["at"] for point in points), default=0) or 1) * room]


def only_one(points: list[dict[str, Any]]) -> str:
    """Said under a series that has a single value, so that nobody looks for a line."""
    if sum(point["value"] is not None for point in points) != 1:
        return ""
    return _("There is only one value yet.")
