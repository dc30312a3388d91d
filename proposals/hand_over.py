"""What of an officer's proposals goes to a successor: open ones, with their clocks."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.hand_over import Line
from accounts.models import User
from proposals.clock import last_day
from proposals.models import Assignment, AssignmentRule, Proposal
from proposals.workflow import Status


def take_over(*, person: User, successor: User | None, by: User, at: datetime) -> list[Line]:
    """Open proposals in the order of their clocks; also the rules that named the person."""
    rows = list(
        Proposal.objects.filter(officer=person)
        .exclude(status=Status.CLOSED)
        .order_by("due_at", "pk")
    )
    if successor:
        _give(rows, successor, by, at)
        AssignmentRule.objects.filter(officer=person).update(officer=successor)
    return [_line(row) for row in rows]


def _give(rows: list[Proposal], successor: User, by: User, at: datetime) -> None:
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(officer=successor)
    # The department stays: a successor takes over the work, not the other way round.
    Assignment.objects.bulk_create(
        Assignment(
            proposal=row, department_id=row.department_id, officer=successor, by=by, at=at,
            note=_("Handed over together with all other work."),
        )
        for row in rows
    )  # fmt: skip


def _line(row: Proposal) -> Line:
    due = timezone.localtime(last_day(row.due_at)).date().isoformat() if row.due_at else ""
    return {
        "title": f"#{row.pk} {row.shown_title}",
        "url": reverse("proposals_desk:proposal", args=[row.pk]),
        "state": row.state_label,
        "due": due,
    }
