"""What the page of a pilot says about the time after its result."""

from typing import NamedTuple

from django.utils import timezone

from accounts.roles import Role
from city.models import City
from city.words import Words
from pilots.models import Conclusion, Pilot, ReCheck


class Line(NamedTuple):
    """One measure: its averages before and after, and what each re-check measured."""

    name: dict
    unit: dict
    before: float | None
    after: float | None
    later: list[float | None]


def after_the_result(pilot: Pilot, conclusion: Conclusion | None) -> dict:
    """For the page of a pilot and its desk."""
    return {"rechecks": rechecks_of(pilot, conclusion), "decided_by": decided_by(conclusion)}


def rechecks_of(pilot: Pilot, conclusion: Conclusion | None) -> dict:
    """Empty for a pilot that is not looked at again."""
    rows = list(pilot.rechecks.all())
    if conclusion is None or not rows:
        return {}
    today = timezone.localdate()
    done = [row for row in rows if row.done_at and row.values]
    return {
        "rows": rows,
        "overdue": [row.pk for row in rows if is_overdue(row, today)],
        "done": done,
        "lines": [
            Line(
                each["name"], each["unit"], each["mean_before"], each["mean_after"],
                [row.values.get(each["code"]) for row in done],
            )
            for each in conclusion.evidence["comparisons"]
            if any(each["code"] in row.values for row in done)
        ],
    }  # fmt: skip


def is_overdue(row: ReCheck, today) -> bool:
    return row.done_at is None and row.due_on < today


def decided_by(conclusion: Conclusion | None) -> dict:
    """The office and its role on that day; {} for a result from before this was written down."""
    office = conclusion.evidence.get("decided_by") if conclusion else None
    if not office:
        return {}
    name = office["department"]
    return {
        "office": Words(name) if name else City.objects.current().operator,
        "role": Role(office["role"]).label,
    }
