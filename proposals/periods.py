"""What the clock does with proposals: periods that ended, questions unanswered, later checks."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from city.models import City
from proposals import clock, notify
from proposals.confirm import ROUNDS, ask_for_confirmation
from proposals.models import Commitment, Confirmation, Proposal
from proposals.support import lift_if_backed
from proposals.triage import decide
from proposals.workflow import MoveNotAllowed, Mover, Outcome, Status

AT_ONCE = 200  # the rest waits for the next tick, ten minutes later


def end_periods(at: datetime | None = None) -> dict[str, int]:
    """Everything that is due by now; may run twice without harm. Returns how much of what."""
    at = at or timezone.now()
    city = City.objects.current()
    return {
        "lifted": lift_what_was_missed(at),
        "short_answers": end_support_periods(at, city),
        "unanswered": close_unanswered_questions(at, city),
        "asked_again": ask_later_rounds(at),
    }


def lift_what_was_missed(at: datetime) -> int:
    """Enough support while a question was open: on return nobody taps, so nothing lifts it."""
    ready = Proposal.objects.public().filter(
        status=Status.RECEIVED, support_count__gte=F("support_threshold")
    )[:AT_ONCE]
    return sum(bool(lift_if_backed(proposal=proposal, at=at)) for proposal in ready)


@transaction.atomic
def end_support_periods(at: datetime, city: City) -> int:
    """Below the threshold at the end: a short answer is due, and the author hears that."""
    ended = list(
        Proposal.objects.select_for_update()
        .filter(
            status=Status.RECEIVED,
            support_until__lte=at,
            short_answer_due_at__isnull=True,
            support_count__lt=F("support_threshold"),
        )
        .order_by("support_until", "pk")[:AT_ONCE]
    )
    due: dict[date, datetime] = {}  # many end on the same day
    for proposal in ended:
        # Counted from the end of the period, or from the return of one that ended elsewhere.
        start = max(proposal.support_until, proposal.status_since)
        day = timezone.localtime(start).date()
        due[day] = due.get(day) or clock.short_answer_due(start, city)
        proposal.short_answer_due_at = due[day]
    Proposal.objects.bulk_update(ended, ["short_answer_due_at"])
    for proposal in ended:
        notify.tell_period_over(proposal, at)
    return len(ended)


def close_unanswered_questions(at: datetime, city: City) -> int:
    silent = Proposal.objects.filter(
        status=Status.NEEDS_INFO, status_since__lte=at - timedelta(days=city.needs_info_days)
    ).order_by("status_since", "pk")[:AT_ONCE]
    with translation.override(settings.LANGUAGE_CODE):
        reason = _(
            "The city's question was not answered within %(days)s days, so this proposal is "
            "closed. You are welcome to propose it again."
        ) % {"days": city.needs_info_days}
    return sum(_close(proposal, reason, at) for proposal in silent)


def ask_later_rounds(at: datetime) -> int:
    """주민 확인 after six and twelve months: is it still better?"""
    asked = 0
    for months, next_months in zip(ROUNDS[1:], (*ROUNDS[2:], 24), strict=True):
        this_round = Confirmation.objects.filter(commitment=OuterRef("pk"), round=months)
        due = (
            Commitment.objects.filter(
                ~Exists(this_round),
                state=Commitment.State.DONE,
                done_at__lte=months_before(at, months),
                done_at__gt=months_before(at, next_months),  # a round that was missed is left out
                proposal__hidden_at__isnull=True,
            )
            .select_related("proposal")
            .order_by("done_at", "pk")[:AT_ONCE]
        )
        for commitment in due:
            ask_for_confirmation(commitment=commitment, round=months, at=at)
            asked += 1
    return asked


def months_before(at: datetime, months: int) -> datetime:
    """The same day of an earlier month, or that month's last day."""
    local = timezone.localtime(at)
    total = local.year * 12 + local.month - 1 - months
    year, month = divmod(total, 12)
    first = local.replace(year=year, month=month + 1, day=1)
    last_day = ((first + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day
    return first.replace(day=min(local.day, last_day))


def _close(proposal: Proposal, reason: str, at: datetime) -> bool:
    try:
        decide(
            proposal=proposal, status=Status.CLOSED, outcome=Outcome.NOT_RAISED, reason=reason,
            mover=Mover.CLOCK, at=at, seen=proposal.status_since,
        )  # fmt: skip
    except MoveNotAllowed:  # the answer came in this moment
        return False
    return True
