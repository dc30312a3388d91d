"""The life of a proposal as a table that an officer could correct with a pencil."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("proposal", "Received")
    NEEDS_INFO = "needs_info", pgettext_lazy("proposal", "More information needed")
    IN_REVIEW = "in_review", pgettext_lazy("proposal", "In review")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    PILOTING = "piloting", pgettext_lazy("proposal", "In a pilot")
    PLANNED = "planned", pgettext_lazy("proposal", "Planned")
    CLOSED = "closed", pgettext_lazy("proposal", "Closed")


class Outcome(models.TextChoices):
    DONE = "done", pgettext_lazy("proposal", "Done")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    NOT_RAISED = "not_raised", pgettext_lazy("proposal", "Not enough support")
    REFERRED = "referred", pgettext_lazy("proposal", "Referred")
    ENDED_AFTER_PILOT = "ended_after_pilot", pgettext_lazy("proposal", "Ended after the pilot")
    MERGED = "merged", pgettext_lazy("proposal", "Merged with a similar one")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


class Mover(models.TextChoices):
    """Who makes a move."""

    OFFICER = "officer", _("officer")
    AUTHOR = "author", _("author")
    CLOCK = "clock", _("clock")
    PILOT = "pilot", _("pilot")


S, O, M = Status, Outcome, Mover
State = tuple[str, str]  # (status, outcome); the outcome is "" unless the status is closed


def closed(outcome: str) -> State:
    return (S.CLOSED, outcome)


def at(status: str) -> State:
    return (status, "")


OFFICER: set[str] = {M.OFFICER}
AUTHOR: set[str] = {M.AUTHOR}
CLOCK: set[str] = {M.CLOCK}
PILOT: set[str] = {M.PILOT}

# Read each row as: from this state, a proposal may move to any of these, by these people.
MOVES: dict[State, dict[State, set[str]]] = {
    at(S.RECEIVED): {
        at(S.IN_REVIEW): OFFICER | CLOCK,  # the clock: at the support threshold, by itself
        at(S.NEEDS_INFO): OFFICER,
        at(S.ACCEPTED): OFFICER,
        closed(O.DECLINED): OFFICER,
        closed(O.REFERRED): OFFICER,
        closed(O.NOT_RAISED): OFFICER,
        closed(O.MERGED): OFFICER,
        closed(O.WITHDRAWN): AUTHOR,
    },
    at(S.NEEDS_INFO): {
        at(S.RECEIVED): AUTHOR,  # back to where it came from, by the author's answer
        at(S.IN_REVIEW): AUTHOR,
        closed(O.DECLINED): OFFICER,
        closed(O.REFERRED): OFFICER,
        closed(O.NOT_RAISED): CLOCK,  # no answer in 30 days
        closed(O.MERGED): OFFICER,
        closed(O.WITHDRAWN): AUTHOR,
    },
    at(S.IN_REVIEW): {
        at(S.ACCEPTED): OFFICER,
        at(S.NEEDS_INFO): OFFICER,
        closed(O.DECLINED): OFFICER,
        closed(O.REFERRED): OFFICER,
        closed(O.MERGED): OFFICER,
    },
    at(S.ACCEPTED): {
        at(S.PILOTING): PILOT,
        at(S.PLANNED): OFFICER,
        closed(O.DECLINED): OFFICER,  # the budget fell
        closed(O.MERGED): OFFICER,
    },
    at(S.PILOTING): {
        at(S.ACCEPTED): PILOT,  # the pilot never started
        at(S.PLANNED): PILOT,  # adopted
        closed(O.ENDED_AFTER_PILOT): PILOT,  # stopped
    },
    at(S.PLANNED): {
        closed(O.DONE): OFFICER,  # every commitment done
        at(S.IN_REVIEW): OFFICER,  # a commitment dropped
    },
    closed(O.DONE): {at(S.PLANNED): CLOCK},  # too many of those who asked say it is not better
    closed(O.DECLINED): {at(S.IN_REVIEW): OFFICER | AUTHOR},  # 재심사 요청 once by the author
    closed(O.NOT_RAISED): {},
    closed(O.REFERRED): {at(S.IN_REVIEW): OFFICER},  # it came back
    closed(O.ENDED_AFTER_PILOT): {at(S.IN_REVIEW): OFFICER},  # new evidence
    closed(O.MERGED): {  # its former status, within 30 days
        at(S.RECEIVED): OFFICER,
        at(S.NEEDS_INFO): OFFICER,
        at(S.IN_REVIEW): OFFICER,
        at(S.ACCEPTED): OFFICER,
    },
    closed(O.WITHDRAWN): {},
}

TAKES_SUPPORT = {S.RECEIVED, S.NEEDS_INFO, S.IN_REVIEW, S.ACCEPTED, S.PILOTING}
TAKES_COMMENTS = set(Status)
# The answer clock runs only here; it pauses in needs_info.
CLOCK_RUNS = {S.IN_REVIEW}


class MoveNotAllowed(Exception):
    """The table has no such move, or not for this person; str() is one sentence for them."""

    def __init__(self, before: State, after: State, mover: str = ""):
        super().__init__(before, after, mover)
        self.before, self.after, self.mover = before, after, mover

    def __str__(self):
        return gettext("A proposal that is “%(before)s” cannot become “%(after)s” this way.") % {
            "before": label_of(self.before),
            "after": label_of(self.after),
        }


class MoveRefused(MoveNotAllowed):
    """The table has the move, but something it needs is missing; the sentence says what."""

    def __init__(self, sentence: str):
        Exception.__init__(self, sentence)
        self.sentence = sentence

    def __str__(self):
        return self.sentence


def label_of(state: State) -> str:
    """What a badge says: the outcome of a closed proposal, else its status."""
    status, outcome = state
    return str(Outcome(outcome).label if outcome else Status(status).label)


def check_move(before: State, after: State, mover: str) -> None:
    """Raises MoveNotAllowed unless the table has the move for this mover."""
    if mover not in MOVES.get(before, {}).get(after, set()):
        raise MoveNotAllowed(before, after, mover)


def moves_of(state: State, mover: str) -> list[State]:
    """What this mover may do next, in the order of the table."""
    return [after for after, movers in MOVES[state].items() if mover in movers]
