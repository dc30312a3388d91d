"""What the pages of a pilot say about its result: on the way to be signed, and the time after."""

from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import SignOff, User
from accounts.roles import Role
from accounts.sign_off import approves_as
from city.models import City
from city.words import Words
from pilots.after.approve import waiting_result
from pilots.models import Conclusion, Pilot, ReCheck
from pilots.workflow import Verdict


class Line(NamedTuple):
    """One measure: its averages before and after, and what each re-check measured."""

    name: dict
    unit: dict
    before: float | None
    after: float | None
    later: list[float | None]


def after_the_result(pilot: Pilot, conclusion: Conclusion | None) -> dict:
    """For the page of a pilot and its desk, which also leads to the draft of the next round."""
    return {
        "rechecks": rechecks_of(pilot, conclusion), "decided_by": decided_by(conclusion),
        "next_rounds": pilot.successors.all() if conclusion else [],
    }  # fmt: skip


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
    if conclusion is None:
        return {}
    # Results of earlier versions have it in their evidence.
    office = conclusion.office or conclusion.evidence.get("decided_by")
    if not office:
        return {}
    name = office["department"]
    return {
        "office": Words(name) if name else City.objects.current().operator,
        "role": Role(office["role"]).label,
    }


def sign_off_shown(pilot: Pilot, person: User) -> dict[str, Any]:
    """For the desk page of the pilot and the page on which it is signed."""
    waits = waiting_result(pilot)
    if waits is None:
        return {"sign_off": None}
    written = waits.decision
    return {
        "sign_off": waits,
        "written": {
            "verdict": Verdict(written["verdict"]).label,
            "reasons": Words(written["reasons"]), "learned": Words(written["learned"]),
            "evidence": written["evidence"], "digest": written["digest"],
        },
        "approves_as": approves_as(waits, person) if waits.state == SignOff.State.SENT else None,
    }  # fmt: skip
