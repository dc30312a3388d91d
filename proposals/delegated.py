"""전결: which decisions the city's delegation rows can name, those of the rooms above among them."""

from collections.abc import Mapping
from typing import Any

from proposals.desk_moves import MOVES
from proposals.workflow import State, closed, label_of

_of_other_rooms: dict[State, object] = {}


def register(status: str, *, title: object, outcomes: Mapping[Any, object]) -> None:
    """Called in apps.py by a room whose decisions may need approval, too: what they are called.

    `title` names the kind (status), `outcomes` each decision (status, outcome) in full.
    """
    _of_other_rooms[status, ""] = title
    for outcome, name in outcomes.items():
        _of_other_rooms[status, outcome] = name


def decisions() -> list[State]:
    """What may be decided, in the desk's own order."""
    others = [state for state in _of_other_rooms if state[1]]
    return [move.after for move in MOVES.values() if move.after] + others


def name_of(state: State) -> str:
    name = _of_other_rooms.get(state)
    return label_of(state) if name is None else str(name)


def name_of_outcome(outcome: str) -> str:
    """Where only the outcome is known: no two kinds of decisions share one."""
    known = (str(name) for (_s, each), name in _of_other_rooms.items() if each == outcome)
    return next(known, None) or label_of(closed(outcome))
