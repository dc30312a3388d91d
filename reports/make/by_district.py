"""The table by district of a report about the city: each district is worked out by itself.

Many workers share a large city this way, and what they find must be what the whole city's own
cut by district says.
"""

from dataclasses import replace
from typing import Any

from reports.compute import values_of
from reports.extract.files import folder_of, open_extract
from reports.extract.scope import Scope
from reports.figures import DEFINITIONS
from reports.make.scope_of import scope_of
from reports.models import Report, Run

SHOWN_BY_MONTH = "proposals_received"
KEYS = [d.key for d in DEFINITIONS if ("district",) in d.cuts and not d.people]
CURRENT = "SELECT code FROM every_districts WHERE is_current"
USED = "SELECT DISTINCT district FROM every_proposals WHERE district <> ''"


def districts_of(run: Run, scope: Scope) -> list[str]:
    """Those of today, and those that were split or joined and still have proposals."""
    if scope.districts:
        return []
    with open_extract(folder_of(run.as_of)) as extract:
        return [
            code for (code,) in extract.execute(f"{CURRENT} UNION {USED} ORDER BY 1").fetchall()
        ]


def values_of_district(report: Report, code: str) -> dict[str, Any]:
    assert report.run is not None, "the figures of the city come first"
    rows = values_of(report.run, replace(scope_of(report), districts=(code,)), KEYS)
    return {
        "figures": [row for row in rows if not row["cut"]],
        "months": [
            row for row in rows if row["key"] == SHOWN_BY_MONTH and set(row["cut"]) == {"month"}
        ],
    }
