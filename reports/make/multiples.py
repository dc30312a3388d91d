"""The small pictures by district: proposals month by month, from what the parts of the job found."""

from typing import Any

from city.words import Words, words
from reports.make.by_district import SHOWN_BY_MONTH

MONTHS = 12
TITLE = words("읍면동마다 달별로 접수된 제안", "Proposals by month in each district")


def months_by_district(frozen: dict[str, Any]) -> dict[str, Any] | None:
    """A chart like those of reports/freeze.py; none for fewer than two districts or two months."""
    found = frozen.get("districts", {}).get("rows", {})
    counts = {
        code: {row["cut"]["month"]: row["value"] or 0 for row in values["months"]}
        for code, values in found.items()
    }
    there = {month for by_month in counts.values() for month in by_month}
    months = _last(there)
    if len(counts) < 2 or len(months) < 2:
        return None
    names = {code: Words(frozen["labels"]["district"].get(code) or words(code)) for code in counts}
    return {
        "name": "proposals-by-month-and-district", "kind": "multiples", "key": SHOWN_BY_MONTH,
        "dimension": "district", "title": TITLE,
        "rows": [
            {
                "code": month, "label": words(month, month), "of": names[code],
                "value": counts[code].get(month, 0), "n": None, "hidden": False,
            }
            for code in sorted(counts, key=lambda code: str(names[code]["ko"]))
            for month in months
        ],
    }  # fmt: skip


def _last(there: set[str]) -> list[str]:
    """The last twelve months up to the newest, also those in which nothing came."""
    if not there:
        return []
    year, number = map(int, max(there).split("-"))
    place = year * 12 + number - 1
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(place - MONTHS + 1, place + 1)]
    return [month for month in months if month >= min(there)]
