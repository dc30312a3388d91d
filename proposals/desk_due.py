"""What is due of proposals, of promises and of decisions that wait for a signature."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.deputise import stands_in_for
from accounts.due import AT_MOST, Due
from accounts.models import SignOff, User
from accounts.sign_off import waiting_for
from city.calendar import end_of_day
from proposals.models import Commitment, Proposal
from proposals.workflow import Status

OPEN_PROMISES = [Commitment.State.PROMISED, Commitment.State.LATE]


def due_rows(person: User, until: datetime) -> list[Due]:
    return [*_proposals(person, until), *_promises(person, until), *_signatures(person)]


def _proposals(person: User, until: datetime) -> list[Due]:
    mine = {person.pk, *stands_in_for(person)}
    rows = (
        Proposal.objects.filter(due_at__lte=until)
        .exclude(status=Status.CLOSED)
        .select_related("department", "officer")
        .order_by("due_at", "pk")[:AT_MOST]
    )
    return [
        Due(
            at=row.due_at, kind=_kind(row), title=row.shown_title,
            url=reverse("proposals_desk:proposal", args=[row.pk]),
            whose=str(row.officer or row.department or _("Nobody yet")),
            is_mine=row.officer_id in mine or (not row.officer_id and _is_ours(row, person)),
        )
        for row in rows
    ]  # fmt: skip


def _kind(row: Proposal) -> str:
    if row.status == Status.IN_REVIEW:
        return pgettext("clock", "Answer")
    return _("Short answer") if row.short_answer_due_at else _("First look")


def _promises(person: User, until: datetime) -> list[Due]:
    rows = (
        Commitment.objects.filter(state__in=OPEN_PROMISES, due_month__lte=timezone.localdate(until))
        .select_related("department", "proposal")
        .order_by("due_month", "pk")[:AT_MOST]
    )
    dues = [
        Due(
            at=end_of_month(row.due_month), kind=_("Commitment"), title=str(row.what),
            url=f"{reverse('proposals_desk:proposal', args=[row.proposal_id])}#commitments",
            whose=str(row.department), is_mine=_is_ours(row, person),
        )
        for row in rows
    ]  # fmt: skip
    return [due for due in dues if due.at <= until]


def _signatures(person: User) -> list[Due]:
    """결재: what waits for this person's word is due the day it came, and so is what came back."""
    returned = SignOff.objects.filter(state=SignOff.State.RETURNED, written_by=person)
    rows = [*waiting_for(person)[:AT_MOST], *returned[:AT_MOST]]
    keys = {
        row.pk: int(row.thread.partition(":")[2])
        for row in rows
        if row.thread.startswith("proposal:")
    }
    titles = Proposal.objects.in_bulk(set(keys.values()))
    return [
        Due(
            at=end_of_day(timezone.localdate(row.sent_at or row.created_at)),
            kind=_("Sign-off") if row.state == SignOff.State.SENT else _("Sign-off, returned"),
            title=titles[keys[row.pk]].shown_title,
            url=reverse("proposals_desk:proposal", args=[keys[row.pk]]),
            whose=str(row.written_by),
            is_mine=True,
        )
        for row in rows
        if keys.get(row.pk) in titles
    ]


def end_of_month(month: date) -> datetime:
    first_of_next = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return end_of_day(first_of_next - timedelta(days=1))


def _is_ours(row: Proposal | Commitment, person: User) -> bool:
    return person.department_id is not None and row.department_id == person.department_id
