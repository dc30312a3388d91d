"""The officers' queue: whose clock ends next comes first."""

from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SignOff, User
from proposals.models import Commitment, Proposal
from proposals.workflow import Status

SOON = timedelta(days=3)

TABS = {
    "open": _("All open"),
    "mine": _("Mine"),
    "department": _("My department"),
    "unassigned": _("Unassigned"),
    "overdue": _("Overdue"),
    "short": _("Short answer due"),
    "sign-off": _("Waiting for approval"),
}


def in_order(proposals: QuerySet) -> QuerySet:
    """Overdue first, then what is due next, then what only waits, oldest first."""
    return proposals.order_by(F("due_at").asc(nulls_last=True), "created_at", "pk")


def of_tab(proposals: QuerySet, tab: str, person: User) -> QuerySet:
    return proposals.filter(tab_condition(tab, person))


def tab_condition(tab: str, person: User) -> Q:
    is_open = ~Q(status=Status.CLOSED)
    match tab:
        case "mine":
            return is_open & Q(officer=person)
        case "department":
            return is_open & Q(department=person.department_id or 0)
        case "unassigned":
            return is_open & Q(officer__isnull=True)
        case "overdue":
            return is_open & Q(due_at__lte=timezone.now())
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


def state_counts() -> list[tuple[str, str, int]]:
    """(code, label, how many) of every status that is not closed."""
    rows = Proposal.objects.exclude(status=Status.CLOSED).order_by()
    counts = dict(rows.values_list("status").annotate(count=Count("pk")))
    return [
        (status.value, str(status.label), counts.get(status.value, 0))
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


def late_commitments() -> QuerySet:
    """Promised for a month that is over."""
    this_month = timezone.localdate().replace(day=1)
    return Commitment.objects.filter(
        state__in=[Commitment.State.PROMISED, Commitment.State.LATE], due_month__lt=this_month
    ).select_related("proposal", "department")
