"""The answer clock: when a first look and an answer are due, and whether they came in time.

A due time is the midnight that ends the last day, so "in time" means before it. More time that an
officer gave later does not count: in time is what came by the first due time. The functions change
the proposal they are given; the verb that calls them saves it.
"""

from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Q

from city.calendar import add_working_days, take_working_days, working_days_between
from city.models import City
from proposals.models import Extension, Proposal
from proposals.workflow import CLOCK_RUNS, Mover, Outcome, State, Status

FIELDS = [
    "first_look_due_at", "first_look_at", "answer_due_at", "answer_days_left",
    "answered_at", "answered_in_time", "short_answer_due_at", "answer_clock_from", "answer_warned",
]  # fmt: skip

# Nobody was answered when the author took the proposal back.
NO_ANSWER = {Outcome.WITHDRAWN}
# The answer of the author, or a merge undone: the run goes on that was there before.
PAUSED_BEFORE = Q(before_status=Status.NEEDS_INFO) | Q(before_outcome=Outcome.MERGED)
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


def extensions_of_run(proposal: Proposal) -> list[Extension]:
    """The time that was added since the clock began anew; asking the author is only a pause."""
    newest_first = list(proposal.extensions.order_by("-at", "-pk"))
    if not newest_first:
        return []
    starts = proposal.decisions.filter(status__in=CLOCK_RUNS).exclude(PAUSED_BEFORE)
    began = starts.order_by("-at").values_list("at", flat=True).first()
    return list(takewhile(lambda row: began is None or row.at >= began, newest_first))


def first_due(proposal: Proposal) -> datetime | None:
    """When the answer would be due had nobody given more time."""
    due = proposal.answer_due_at
    added = days_added(proposal) if due else 0
    return take_working_days(due, added) if due and added else due


def days_added(proposal: Proposal) -> int:
    """Working days that officers took on top in this run of the clock."""
    return sum(
        working_days_between(last_day(row.due_before), last_day(row.due_at))
        for row in extensions_of_run(proposal)
    )


def _run(proposal: Proposal, at: datetime, city: City) -> None:
    left = proposal.answer_days_left
    if left is None:
        left = city.answer_days
        proposal.answer_warned = 0  # who was warned before a pause is not warned again
    proposal.answer_clock_from = at
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
    proposal.answer_clock_from, proposal.answer_warned = None, 0


def _in_time(proposal: Proposal, at: datetime) -> bool:
    if proposal.answered_in_time is False:
        return False
    if proposal.answer_days_left is not None:
        return proposal.answer_days_left >= days_added(proposal)
    due = first_due(proposal) or proposal.short_answer_due_at
    return due is None or at < due
