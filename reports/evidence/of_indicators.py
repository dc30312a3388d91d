"""What a pack says of each indicator: target, value reached, what is missing, and its evidence."""

from collections.abc import Iterable
from typing import Any

from city.words import Words
from reports.evidence.shape import Row, Values
from reports.labels import in_both_languages
from reports.models import Indicator, IndicatorYear


def indicators_in_use() -> list[Indicator]:
    rows = Indicator.objects.in_use().in_order().select_related("owner")
    return list(rows.prefetch_related("years", "files"))


def keys_of(indicators: Iterable[Indicator]) -> list[str]:
    return [chosen["key"] for indicator in indicators for chosen in indicator.figures]


def freeze_indicator(indicator: Indicator, values: Values, year: int) -> dict[str, Any]:
    rows = [values.of(chosen["key"], chosen["cut"]) for chosen in indicator.figures]
    years = {row.year: row for row in indicator.years.all()}
    target = years.get(year)
    reached = _reached(target, rows)
    return {
        "area": indicator.area,
        "area_label": in_both_languages(Indicator.Area(indicator.area).label),
        "code": indicator.code,
        "wording": Words(indicator.wording),
        "owner": Words(indicator.owner.name),
        "text": Words(indicator.text),
        "gap": Words(indicator.gap),
        "unit": Words(indicator.unit),
        "wanted": indicator.wanted,
        "year": year,
        "target": target.target if target else None,
        **reached,
        **_compared(indicator.wanted, target.target if target else None, reached["value"]),
        "targets": [
            {"year": row.year, "target": row.target, "reached": row.reached, "note": Words(row.note)}
            for row in years.values()
        ],
        "figures": rows,
        "files": [
            {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.digest}
            for file in indicator.files.all()
            if file.removed_at is None
        ],
    }  # fmt: skip


def _reached(target: IndicatorYear | None, rows: list[Row]) -> dict[str, Any]:
    """What was typed in for the year counts; else the first figure. `from` says which."""
    if target and target.reached is not None:
        return {"value": target.reached, "from": "typed", "note": Words(target.note)}
    if rows and rows[0]["value"] is not None:
        return {"value": rows[0]["value"], "from": "figure", "note": Words()}
    return {"value": None, "from": "", "note": Words()}


def _compared(wanted: str, target: float | None, value: float | None) -> dict[str, Any]:
    if target is None or value is None:
        return {"difference": None, "is_met": None}
    at_least = wanted == Indicator.Wanted.AT_LEAST
    met = value >= target if at_least else value <= target
    return {"difference": round(value - target, 6), "is_met": met}
