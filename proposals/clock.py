"""The answer clock: when a first look and an answer are due, and whether they came in time.

A due time is the midnight that ends the last day, so "in time" means before it. The functions
change the proposal they are given; the verb that calls them saves it.
"""

from datetime import datetime, timedelta

from city.calendar import add_working_days, working_days_between
from city.models import City
from proposals.models import Proposal
from proposals.workflow import CLOCK_RUNS, Mover, Outcome, State, Status

FIELDS = [
    "first_look_due_at", "first_look_at", "answer_due_at", "answer_days_left",
    "answered_at", "answered_in_time", "short_answer_due_at",
]  # fmt: skip

# Nobody was answered when the author took the proposal back.
NO_ANSWER = {Outcome.WITHDRAWN}
UNANSWERED = {Status.RECEIVED, Status.NEEDS_INFO, Status.IN_REVIEW}


def first_look_due(at: datetime, city: City) -> datetime:
    return add_working_days(at, city.first_look_days)


def short_answer_due(support_until: datetime, city: City) -> datetime:
    return add_working_days(support_until, city.short_answer_days)


def note_first_look(proposal: Proposal, at: datetime) -> None:
    """An officer has acted on it for the first time."""
    proposal.first_look_at = proposal.first_look_at or at


def follow_move(
    proposal: Proposal, *, before: State, after: State, mover: str, at: datetime, city: City
) -> None:
    """Starts, pauses, resumes or stops the clock, as the move asks for."""
    if mover == Mover.OFFICER:
        note_first_look(proposal, at)
    status, outcome = after
    if outcome in NO_ANSWER:
        _clear(proposal)
    elif status in CLOCK_RUNS:
        _run(proposal, at, city)
    elif status == Status.NEEDS_INFO:
        _wait_for_author(proposal, at)
    elif status not in UNANSWERED and before[0] in UNANSWERED:
        _stop(proposal, at, pause=outcome == Outcome.MERGED)
    elif status == Status.RECEIVED:  # answered back, or a merge undone
        _reopen(proposal)


def last_day(due: datetime) -> datetime:
    """A moment on the last day on which it is still in time: what people are shown."""
    return due - timedelta(microseconds=1)


def _run(proposal: Proposal, at: datetime, city: City) -> None:
    left = proposal.answer_days_left
    if left is None:
        left = city.answer_days
    # What was late when it paused goes on being late.
    proposal.answer_due_at = add_working_days(at, left) if left >= 0 else at
    proposal.answer_days_left = None
    _reopen(proposal)


def _wait_for_author(proposal: Proposal, at: datetime) -> None:
    if proposal.answer_due_at:
        left = working_days_between(at, last_day(proposal.answer_due_at))
        proposal.answer_days_left = -1 if left == 0 and at >= proposal.answer_due_at else left
    proposal.answer_due_at = None
    _reopen(proposal)


def _stop(proposal: Proposal, at: datetime, *, pause: bool) -> None:
    in_time = _in_time(proposal, at)
    if pause:  # a merge can be undone
        _wait_for_author(proposal, at)
    else:
        _clear(proposal)
    proposal.answered_at, proposal.answered_in_time = at, in_time


def _reopen(proposal: Proposal) -> None:
    """It waits for an answer (again). An answer that came late is not made good by a later one."""
    proposal.answered_at = None
    proposal.short_answer_due_at = None
    if proposal.answered_in_time is not False:
        proposal.answered_in_time = None


def _clear(proposal: Proposal) -> None:
    proposal.answer_due_at = proposal.answer_days_left = proposal.short_answer_due_at = None


def _in_time(proposal: Proposal, at: datetime) -> bool:
    if proposal.answered_in_time is False:
        return False
    if proposal.answer_days_left is not None:
        return proposal.answer_days_left >= 0
    due = proposal.answer_due_at or proposal.short_answer_due_at
    return due is None or at < due
