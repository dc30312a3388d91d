"""The three or four figures of a report that a reader keeps in mind: they stand large at its top."""

from typing import Any

from reports.show import NOTHING

MOST = 4
FIRST = (
    "proposals_received",
    "answered_in_time",
    "commitments_kept_on_time",
    "residents_confirm_better",
    "support_given",
    "done",
)


def headline(tiles: list[dict[str, Any]], charts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a pilot what changed; of a city its first figures that have a value."""
    changed = [_change(chart) for chart in charts if chart["kind"] == "change"]
    if changed:
        return changed[:MOST]
    told = {tile["key"]: tile for tile in tiles if tile["value"] != NOTHING}
    first = [told.pop(key) for key in FIRST if key in told]
    return [*first, *told.values()][:MOST]


def _change(chart: dict[str, Any]) -> dict[str, Any]:
    (_before, before, *_n), (_after, after, *_m) = chart["rows"]
    return {
        "label": chart["title"], "before": before, "value": after, "unit": chart["head"][1],
        "url": f"#{chart['name']}",
    }  # fmt: skip
