"""What the clock does with proposals: periods that ended, questions unanswered, warnings."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Value
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from city.models import City
from proposals import clock, notify, notify_desk
from proposals.confirm import ROUNDS, ask_for_confirmation
from proposals.models import Commitment, Confirmation, Proposal
from proposals.review import remind_late_reviewers
from proposals.support import lift_if_backed
from proposals.triage import decide
from proposals.workflow import CLOCK_RUNS, MoveNotAllowed, Mover, Outcome, Status

AT_ONCE = 200  # the rest waits for the next tick, ten minutes later
HALFWAY, OVERDUE = 1, 2  # Proposal.answer_warned


def end_periods(at: datetime | None = None) -> dict[str, int]:
    """Everything that is due by now; may run twice without harm. Returns how much of what."""
    at = at or timezone.now()
    city = City.objects.current()
    return {
        "lifted": lift_what_was_missed(at),
        "short_answers": end_support_periods(at, city),
        "unanswered": close_unanswered_questions(at, city),
        "asked_again": ask_later_rounds(at),
        "warned": warn_of_what_is_due(at) + warn_at_half(at),
        "reviewers_reminded": remind_late_reviewers(at=at),
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
        proposal.short_answer_due_at, proposal.answer_warned = due[day], 0
    Proposal.objects.bulk_update(ended, ["short_answer_due_at", "answer_warned"])
    for proposal in ended:
        notify.tell_period_over(proposal, at)
    return len(ended)


def warn_of_what_is_due(at: datetime) -> int:
    """Whichever clock ran out, those in charge hear it once: first look, short answer or answer."""
    late = Proposal.objects.public().exclude(status=Status.CLOSED).filter(due_at__lte=at)
    return sum(
        _warn(proposal, _clock_of(proposal), OVERDUE, at)
        for proposal in late.filter(answer_warned__lt=OVERDUE).order_by("due_at", "pk")[:AT_ONCE]
    )


def warn_at_half(at: datetime) -> int:
    """As much of the time to answer is over as is left."""
    now = Value(at, output_field=DateTimeField())
    halfway = (
        Proposal.objects.public()
        .filter(status__in=CLOCK_RUNS, answer_warned__lt=HALFWAY, answer_due_at__gt=at)
        .filter(answer_clock_from__lte=now - (F("answer_due_at") - now))
        .order_by("answer_due_at", "pk")
    )
    return sum(_warn(proposal, "answer", HALFWAY, at) for proposal in halfway[:AT_ONCE])


@transaction.atomic
def _warn(proposal: Proposal, which: str, how_far: int, at: datetime) -> bool:
    """Once, also when two ticks of the clock meet."""
    warned = Proposal.objects.filter(
        pk=proposal.pk, due_at=proposal.due_at, answer_warned__lt=how_far
    ).update(answer_warned=how_far)
    if warned:
        notify_desk.warn(proposal, clock=which, is_due=how_far == OVERDUE, at=at)
    return bool(warned)


def _clock_of(proposal: Proposal) -> str:
    if proposal.status in CLOCK_RUNS:
        return "answer"
    return "short_answer" if proposal.short_answer_due_at else "first_look"


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
