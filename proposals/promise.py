"""A commitment is made, slips, is kept or is dropped: each time with a public reason."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import SignOff, User
from city.models import Department
from city.words import Words, words
from photos.models import Photo
from proposals import notify_promises
from proposals.confirm import ask_for_confirmation
from proposals.models import Commitment, CommitmentChange, Proposal
from proposals.models.promise import month_of
from proposals.triage import SignOffNeeded, check_sign_off, decide, is_kept
from proposals.workflow import MoveRefused, Outcome, Status

State = Commitment.State
OPEN = (State.PROMISED, State.LATE)


@transaction.atomic
def promise(
    *,
    proposal: Proposal,
    what: Words | str,
    due_month: date,
    department: Department,
    by: User,
    where: Words | str | None = None,
    budget_line: Words | str | None = None,
    amount: int | None = None,
    sites_planned: int | None = None,
    reason: str = "",
    seen: datetime | None = None,
    sign_off: SignOff | None = None,
    at: datetime | None = None,
) -> Commitment:
    """Promises something; the first commitment of an accepted proposal makes it planned."""
    at = at or timezone.now()
    due_month = due_month.replace(day=1)
    if due_month < month_of(at):
        raise MoveRefused(_("Choose this month or a later one."))
    if sites_planned is not None and sites_planned < 1:
        raise MoveRefused(_("Say at how many places it will be done, or leave it empty."))
    commitment = Commitment(
        proposal=proposal, what=_words(what), where=_words(where), department=department,
        budget_line=_words(budget_line), amount=amount, sites_planned=sites_planned,
        due_month=due_month, first_due_month=due_month, promised_by=by, created_at=at,
    )  # fmt: skip
    reason = reason.strip() or _promise_in_words(commitment)
    if proposal.status == Status.PLANNED:
        if sign_off is None:  # a second promise may be as large as the first
            check_sign_off(proposal, (Status.PLANNED, ""), by=by, amount=amount or 0, at=at)
        commitment.save()
        notify_promises.tell_commitment(_note(commitment, reason, by, at))
        return commitment
    # One act, one message: the decision says what was promised.
    decide(
        proposal=proposal, status=Status.PLANNED, reason=reason, by=by, department=department,
        amount=amount, seen=seen, sign_off=sign_off, at=at,
    )  # fmt: skip
    commitment.save()
    _note(commitment, reason, by, at)
    return commitment


@transaction.atomic
def postpone(
    *,
    commitment: Commitment,
    due_month: date,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Commitment:
    """It slips: to a later month, which the public sees beside the first one."""
    at = at or timezone.now()
    commitment = _open_commitment(commitment, reason, by)
    due_month = due_month.replace(day=1)
    if due_month <= commitment.due_month or due_month < month_of(at):
        raise MoveRefused(_("Choose a month after the one that was promised."))
    commitment.due_month, commitment.state = due_month, State.LATE
    commitment.save(update_fields=["due_month", "state"])
    notify_promises.tell_commitment(_note(commitment, reason, by, at))
    return commitment


@transaction.atomic
def report_progress(
    *,
    commitment: Commitment,
    sites_done: int,
    note: str,
    by: User,
    photo: Photo | None = None,
    at: datetime | None = None,
) -> Commitment:
    """How many of its places are done by now; the last one offers to report the whole as done."""
    at = at or timezone.now()
    commitment = _open_commitment(commitment, note, by)
    if not commitment.sites_planned:
        raise MoveRefused(_("This was not promised for several places. Report it as done."))
    if not commitment.sites_done < sites_done <= commitment.sites_planned:
        raise MoveRefused(
            _("Give the places done so far: more than %(done)s and at most %(planned)s.")
            % {"done": commitment.sites_done, "planned": commitment.sites_planned}
        )
    commitment.sites_done = sites_done
    commitment.save(update_fields=["sites_done"])
    change = _note(commitment, note, by, at, photo=photo)
    notify_promises.tell_commitment(change, notify_promises.MOVED_ON)
    return commitment


@transaction.atomic
def report_done(
    *,
    commitment: Commitment,
    by: User,
    figure: Words | str | None = None,
    photo: Photo | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Commitment:
    """It is done, and a photo or a figure shows it; those who asked are asked whether it helped.

    The last commitment closes the proposal as done, unless that needs somebody's approval.
    """
    at = at or timezone.now()
    figure = _words(figure)
    if photo is None and not figure:
        raise MoveRefused(_("Show a photo or a figure of what was done."))
    reason = note.strip() or str(figure) or _done_in_words(commitment)
    commitment = _open_commitment(commitment, reason, by)
    commitment.state, commitment.done_at = State.DONE, at
    commitment.done_figure, commitment.done_photo = figure, photo
    commitment.sites_done = commitment.sites_planned or 0
    commitment.save(update_fields=["state", "done_at", "done_figure", "done_photo", "sites_done"])
    change = _note(commitment, reason, by, at)
    if not _close_when_kept(commitment.proposal, reason, by, at):
        notify_promises.tell_commitment(change)
    ask_for_confirmation(commitment=commitment, round=0, at=at)
    return commitment


@transaction.atomic
def drop(
    *,
    commitment: Commitment,
    reason: str,
    by: User,
    seen: datetime | None = None,
    sign_off: SignOff | None = None,
    at: datetime | None = None,
) -> Commitment:
    """It will not be done; a planned proposal goes back to review."""
    at = at or timezone.now()
    commitment = _open_commitment(commitment, reason, by)
    commitment.state = State.DROPPED
    commitment.save(update_fields=["state"])
    change = _note(commitment, reason, by, at)
    if commitment.proposal.status == Status.PLANNED:
        decide(
            proposal=commitment.proposal, status=Status.IN_REVIEW, reason=reason, by=by,
            seen=seen, sign_off=sign_off, at=at,
        )  # fmt: skip
    else:
        notify_promises.tell_commitment(change)
    return commitment


def _open_commitment(commitment: Commitment, reason: str, by: User) -> Commitment:
    """The row, locked behind its proposal, as long as it is neither done nor dropped."""
    if not by.is_officer:
        raise MoveRefused(_("Only people who work at the desk can change a commitment."))
    if not reason.strip():
        raise MoveRefused(_("Tell residents why."))
    proposal = Proposal.objects.select_for_update().get(pk=commitment.proposal_id)
    row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if row.state not in OPEN:
        raise MoveRefused(
            _("This commitment is already “%(state)s”.") % {"state": row.get_state_display()}
        )
    row.proposal = proposal
    return row


def _close_when_kept(proposal: Proposal, reason: str, by: User, at: datetime) -> bool:
    if proposal.status != Status.PLANNED or not is_kept(proposal):
        return False
    try:
        decide(
            proposal=proposal, status=Status.CLOSED, outcome=Outcome.DONE, reason=reason, by=by,
            at=at,
        )  # fmt: skip
    except SignOffNeeded:  # the desk offers the closing as a step of its own
        return False
    return True


def _note(
    commitment: Commitment, reason: str, by: User, at: datetime, photo: Photo | None = None
) -> CommitmentChange:
    return CommitmentChange.objects.create(
        commitment=commitment, state=commitment.state, due_month=commitment.due_month,
        sites_done=commitment.sites_done if commitment.sites_planned else None, photo=photo,
        reason=reason.strip(), by=by, at=at,
    )  # fmt: skip


def _words(text: Words | str | None) -> Words:
    return Words(text) if isinstance(text, dict) else words(text) if text else Words()


def _promise_in_words(commitment: Commitment) -> str:
    # Decisions are kept in the city's language.
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(what)s: %(department)s will do this by %(month)s/%(year)s.") % {
            "what": commitment.what,
            "department": commitment.department,
            "year": commitment.due_month.year,
            "month": commitment.due_month.month,
        }


def _done_in_words(commitment: Commitment) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Done: %(what)s. The photo shows it.") % {"what": commitment.what}
