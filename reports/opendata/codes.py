"""Which codes a column of open data may hold, and what each one is called, in both languages."""

from typing import Any

from accounts.roles import Channel, Level
from pilots.models import Measure, Pilot, Site, Turn
from pilots.workflow import Stage, Verdict
from proposals.models import Commitment
from proposals.workflow import Mover, Outcome, Status
from reports.labels import in_both_languages

MOVED = {"before_status": Status, "before_outcome": Outcome, "status": Status, "outcome": Outcome}
CUTS = {"stage": Stage, "verdict": Verdict, "level": Level, "channel": Channel, "turn": Turn}
# file: {column: the choices of the model it is read from}
CODES: dict[str, dict[str, Any]] = {
    "proposals": {"channel": Channel, "status": Status, "outcome": Outcome},
    "support_by_level": {"level": Level},
    "support_by_channel": {"channel": Channel},
    "decisions": {**MOVED, "mover": Mover},
    "commitments": {"state": Commitment.State},
    "pilots": {"origin": Pilot.Origin, "stage": Stage, "verdict": Verdict},
    "sites": {"arm": Site.Arm},
    "measures": {"direction": Measure.Direction, "source": Measure.Source},
    "asked_again": {"turn": Turn},
    "figures": CUTS,
}


def codes_of(file: str, column: str) -> list[tuple[str, Any]]:
    """[("received", {"ko": "접수", "en": "received"}), …]; empty where anything may stand."""
    choices = CODES.get(file, {}).get(column)
    if choices is None:
        return []
    return [(code, in_both_languages(label)) for code, label in choices.choices if code]
