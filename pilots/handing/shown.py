"""What the pages of a pilot say about the other city it was taken over from."""

from typing import Any

from pilots.models import Pilot, TakenOver


def taken_over_from(pilot: Pilot) -> TakenOver | None:
    return pilot.taken_over.defer("content").first()


def left_to_do(pilot: Pilot) -> dict[str, Any]:
    """For the desk: what could not come along from the other city, and what it cost there."""
    row = pilot.taken_over.first()
    if row is None:
        return {}
    plan = row.content["pilot"]
    return {
        "row": row,
        "address": row.content["address"],
        "places": plan["sites"],
        "has_place": pilot.sites.exists(),
        "quotas": sum(each["district"] is not None for each in plan["people"]["quotas"]),
        "permit": plan["permit"],
        "recipients": sum(len(each["recipients"]) for each in plan["consents"]),
        "partners": [each for each in plan["partners"] if each["name"]],
        "planned": sum(line["planned"] for line in plan["budget"]),
        "spent": sum(line["spent"] for line in plan["budget"]),
    }
