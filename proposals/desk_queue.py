"""The officers' queue: whose clock ends next comes first."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.deputise import stands_in_for
from accounts.models import SignOff, User
from city.calendar import end_of_day
from proposals.models import Decision, Proposal
from proposals.workflow import Mover, Status

SOON = timedelta(days=3)

TABS = {
    "open": _("All open"),
    "mine": _("Mine"),
    "department": _("My department"),
    "unassigned": _("Unassigned"),
    "due": _("Due today"),
    "overdue": _("Overdue"),
    "back": _("Answered back"),
    "short": _("Short answer due"),
    "sign-off": _("Waiting for approval"),
}


# Overdue first, then what is due next, then what only waits, oldest first.
ORDER = (F("due_at").asc(nulls_last=True), F("created_at").asc(), F("pk").asc())


def for_queue() -> QuerySet:
    """Everything a line of the queue shows, in a constant number of queries."""
    return (
        Proposal.objects.for_lists()
        .select_related("officer")
        .annotate(is_back=Exists(answers_of_authors()))
    )


def answers_of_authors() -> QuerySet:
    """The author's own move was the last one: what the city asked has been answered."""
    return Decision.objects.filter(
        proposal=OuterRef("pk"), mover=Mover.AUTHOR, at=OuterRef("status_since")
    )


def in_order(proposals: QuerySet) -> QuerySet:
    return proposals.order_by(*ORDER)


def comes_after(row: Proposal) -> Q:
    """What stands below a proposal in the queue."""
    same_due = Q(created_at__gt=row.created_at) | Q(created_at=row.created_at, pk__gt=row.pk)
    if row.due_at is None:
        return Q(due_at=None) & same_due
    return Q(due_at__gt=row.due_at) | Q(due_at=None) | (Q(due_at=row.due_at) & same_due)


def of_tab(proposals: QuerySet, tab: str, person: User) -> QuerySet:
    return proposals.filter(tab_condition(tab, person))


def tab_condition(tab: str, person: User) -> Q:
    is_open = ~Q(status=Status.CLOSED)
    match tab:
        case "mine":
            return is_open & Q(officer__in=[person.pk, *stands_in_for(person)])
        case "department":
            return is_open & Q(department=person.department_id or 0)
        case "unassigned":
            return is_open & Q(officer__isnull=True)
        case "due":
            return is_open & Q(
                due_at__gt=timezone.now(), due_at__lte=end_of_day(timezone.localdate())
            )
        case "overdue":
            return is_open & Q(due_at__lte=timezone.now())
        case "back":
            waits = Q(status__in=[Status.RECEIVED, Status.IN_REVIEW])
            return waits & Q(Exists(answers_of_authors()))
        case "short":
            return Q(status=Status.RECEIVED, short_answer_due_at__isnull=False)
        case "sign-off":
            return Q(pk__in=waiting_for_approval())
    return is_open


def waiting_for_approval() -> list[int]:
    threads = SignOff.objects.filter(
        state=SignOff.State.SENT, thread__startswith="proposal:"
    ).values_list("thread", flat=True)
    return [int(thread.partition(":")[2]) for thread in threads]


def tab_counts(person: User) -> dict[str, int]:
    return Proposal.objects.aggregate(
        **{tab: Count("pk", filter=tab_condition(tab, person)) for tab in TABS}
    )


class StateCount(NamedTuple):
    code: str
    label: str
    number: int
    oldest: datetime | None  # since when the one waits that has waited longest


def state_counts() -> list[StateCount]:
    """Every status that is not closed, with how many wait in it and since when."""
    rows = Proposal.objects.exclude(status=Status.CLOSED).order_by()
    found = {
        status: (count, oldest)
        for status, count, oldest in rows.values_list("status").annotate(
            count=Count("pk"), oldest=Min("status_since")
        )
    }
    return [
        StateCount(status.value, str(status.label), *found.get(status.value, (0, None)))
        for status in Status
        if status != Status.CLOSED
    ]


def due_counts(person: User) -> dict[str, int]:
    """What an officer has to know in the morning, in one query."""
    now = timezone.now()
    on_clock = Q(due_at__isnull=False)
    mine = Q(officer=person)
    if person.department_id:
        mine |= Q(department=person.department_id, officer__isnull=True)
    return Proposal.objects.exclude(status=Status.CLOSED).aggregate(
        late=Count("pk", filter=on_clock & Q(due_at__lte=now)),
        soon=Count("pk", filter=Q(due_at__gt=now, due_at__lte=now + SOON)),
        short=Count("pk", filter=tab_condition("short", person)),
        unassigned=Count("pk", filter=Q(officer__isnull=True)),
        mine=Count("pk", filter=mine & on_clock),
    )
