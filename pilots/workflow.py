"""The life of a pilot and of a participation, as tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    RECRUITING = "recruiting", _("Recruiting")
    BASELINE = "baseline", _("Measuring before")
    RUNNING = "running", _("Running")
    FOLLOW_UP = "follow_up", _("Follow-up")
    EVALUATING = "evaluating", _("Evaluating")
    CONCLUDED = "concluded", _("Concluded")
    STOPPED = "stopped", _("Stopped")


class Verdict(models.TextChoices):
    """실증 결과: what the pilot led to."""

    ADOPT = "adopt", _("Adopt")
    EXTEND = "extend", _("Extend")
    CHANGE = "change", _("Change and test again")
    STOP = "stop", _("End without adoption")


# The same as a row of the city's delegation (전결) calls it.
DECIDED = {
    Verdict.ADOPT: _("Result of a pilot: adopt"),
    Verdict.EXTEND: _("Result of a pilot: extend"),
    Verdict.CHANGE: _("Result of a pilot: change and test again"),
    Verdict.STOP: _("Result of a pilot: end without adoption"),
}


class Status(models.TextChoices):
    """실증 참여: where one person stands in one pilot."""

    APPLIED = "applied", _("Applied")
    SELECTED = "selected", _("Selected")
    WAITING = "waiting", _("On the waiting list")
    NOT_SELECTED = "not_selected", _("Not selected")
    CONSENTED = "consented", _("Consented")
    ACTIVE = "active", _("Taking part")
    COMPLETED = "completed", _("Completed")
    EXPIRED = "expired", _("No answer in time")
    DECLINED = "declined", _("Declined to consent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MoveNotAllowed(Exception):
    """The table has no such move."""

    def __init__(self, before: str, after: str):
        super().__init__(f"{before} → {after}")
        self.before, self.after = before, after


# Read each row as: from this stage, the pilot's manager may move it to any of these.
PILOT_MOVES: dict[str, set[str]] = {
    Stage.DRAFT: {Stage.RECRUITING, Stage.BASELINE},  # straight to baseline without participants
    Stage.RECRUITING: {Stage.BASELINE, Stage.STOPPED},
    Stage.BASELINE: {Stage.RUNNING, Stage.STOPPED},
    Stage.RUNNING: {Stage.FOLLOW_UP, Stage.EVALUATING, Stage.STOPPED},
    Stage.FOLLOW_UP: {Stage.EVALUATING, Stage.STOPPED},
    Stage.EVALUATING: {Stage.CONCLUDED, Stage.STOPPED},
    Stage.CONCLUDED: set(),
    Stage.STOPPED: set(),
}

PARTICIPATION_MOVES: dict[str, set[str]] = {
    Status.APPLIED: {Status.SELECTED, Status.WAITING, Status.NOT_SELECTED, Status.WITHDRAWN},
    Status.WAITING: {Status.SELECTED, Status.WITHDRAWN},
    Status.SELECTED: {Status.CONSENTED, Status.EXPIRED, Status.DECLINED, Status.WITHDRAWN},
    Status.CONSENTED: {Status.ACTIVE, Status.WITHDRAWN},
    Status.ACTIVE: {Status.COMPLETED, Status.WITHDRAWN},
    Status.NOT_SELECTED: set(),
    Status.COMPLETED: set(),
    Status.EXPIRED: set(),
    Status.DECLINED: set(),
    Status.WITHDRAWN: set(),
}

# Measures may be edited freely only before the baseline opens.
MEASURES_ARE_OPEN = {Stage.DRAFT, Stage.RECRUITING}
ENDED = {Stage.CONCLUDED, Stage.STOPPED}
IN_THE_STREET = {Stage.BASELINE, Stage.RUNNING, Stage.FOLLOW_UP}


def check_pilot_move(before: str, after: str) -> None:
    if after not in PILOT_MOVES[before]:
        raise MoveNotAllowed(before, after)


def check_participation_move(before: str, after: str) -> None:
    if after not in PARTICIPATION_MOVES[before]:
        raise MoveNotAllowed(before, after)
