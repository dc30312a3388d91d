"""What is published of a draw: enough for a stranger to draw again, and nothing about anybody."""

from typing import Any

from pilots.models import Draw
from pilots.recruit.lots import EVERYBODY, lot
from pilots.workflow import Status

OUTCOMES = (Status.SELECTED, Status.WAITING, Status.NOT_SELECTED)


def as_json(draw: Draw) -> dict[str, Any]:
    """The file of docs/redraw.md. Which group is which stays here (docs/decisions/016)."""
    start = {
        "pilot": draw.pilot_id, "of": draw.of, "rule": draw.rule, "seed": draw.seed,
        "seed_source": draw.seed_source, "at": draw.at.isoformat(),
    }  # fmt: skip
    record = {name: value for name, value in draw.record.items() if name not in ("cells", "at")}
    return start | (record if draw.rule > 1 else _first_rule(record))


def _first_rule(record: dict[str, Any]) -> dict[str, Any]:
    """Draws of version 1 without quotas went the same way, with everybody in one group."""
    codes = [code for status in OUTCOMES for code in record[status]]
    if record.get("quotas"):
        return record  # the groups of those draws were never published
    places = len(codes) if record["seats"] is None else record["seats"]
    outcome = {status.value: record[status] for status in OUTCOMES}
    return {
        "places": places, "limits": {EVERYBODY: places},
        "applicants": [[[code, EVERYBODY]] for code in sorted(codes)],
    } | outcome  # fmt: skip


def can_be_redrawn(draw: Draw) -> bool:
    return draw.rule > 1 or not draw.record.get("quotas")


def lines_of(draw: Draw) -> list[dict[str, Any]]:
    """Each code or site with its lot, its group and what came of it, in the order of the lots."""
    published = as_json(draw)
    if draw.of == Draw.Of.PLACES:
        label = {
            code: str(status.label) for status in OUTCOMES for code in published[status]
        }  # fmt: skip
        parties = published.get("applicants") or [[[code, ""]] for code in label]
        drawn = [
            (party[0][0], code, group, label[code]) for party in parties for code, group in party
        ]
    else:
        drawn = [
            (code, code, group, published["assigned"][code]) for code, group in published["drawn"]
        ]
    lines = [
        {"code": code, "lot": lot(draw.seed, first), "group": group, "label": said,
         "is_together": first != code}
        for first, code, group, said in drawn
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line["lot"], line["is_together"]))


def counts_of(draw: Draw) -> list[tuple[str, int]]:
    return [
        (str(status.label), len(draw.record[status])) for status in OUTCOMES if draw.record[status]
    ]
