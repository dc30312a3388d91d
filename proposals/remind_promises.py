"""The clock nags who promised: when the month has come, and each week that it is overdue."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from proposals import notify_promises
from proposals.models import Commitment
from proposals.models.promise import month_of

A_WEEK = timedelta(days=7)
AT_ONCE = 200  # the rest waits for the next hour


def remind_of_promises(at: datetime | None = None) -> int:
    """At most once a week for each commitment; may run twice without harm. Returns how many."""
    at = at or timezone.now()
    month = month_of(at)
    began = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    never = Q(reminded_at__isnull=True)
    due = (
        Commitment.objects.public()
        .open()
        .filter(
            Q(due_month=month) & (never | Q(reminded_at__lt=began))
            | Q(due_month__lt=month) & (never | Q(reminded_at__lte=at - A_WEEK))
        )
        .select_related("proposal")
        .order_by("due_month", "pk")[:AT_ONCE]
    )
    return sum(_remind(commitment, at) for commitment in due)


def _remind(commitment: Commitment, at: datetime) -> bool:
    # One conditional UPDATE: of two clocks at the same moment one finds nothing.
    still = Commitment.objects.filter(pk=commitment.pk, reminded_at=commitment.reminded_at)
    if not still.update(reminded_at=at):
        return False
    is_over = commitment.due_month < month_of(at)
    phrase = notify_promises.OVERDUE if is_over else notify_promises.DUE
    notify_promises.remind(commitment, in_charge_of(commitment), phrase, at)
    return True


def in_charge_of(commitment: Commitment) -> set[int]:
    """The officer of the proposal, or everybody of the department; never nobody."""
    officer = commitment.proposal.officer_id
    if officer and User.objects.staff().filter(pk=officer, is_active=True).exists():
        return {officer}
    people = User.objects.staff().filter(department=commitment.department_id, is_active=True)
    return set(people.values_list("pk", flat=True)) or {commitment.promised_by_id}
