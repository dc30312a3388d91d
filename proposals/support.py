"""A resident backs a proposal, or takes the support back; the counters follow."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.constants import OnConflict
from django.db.models.functions import Coalesce
from django.db.models.sql import InsertQuery
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Channel
from city.models import City
from proposals.models import Comment, Decision, Proposal, Support, SupportEvent
from proposals.triage import decide
from proposals.workflow import MoveNotAllowed, Mover, Status

ROW_AND_EVENT = """
    WITH given AS ({insert} RETURNING id, proposal_id, level, channel, via, created_at),
    noted AS (
        INSERT INTO proposals_supportevent (proposal_id, change, level, channel, via, at)
        SELECT proposal_id, 1, level, channel, via, created_at FROM given
    )
    SELECT id FROM given
"""
FOLDED_AT_ONCE = 1_000
RECOUNTED_AT_ONCE = 500


class SupportClosed(Exception):
    """The proposal is past the time in which it can be backed."""


def give_support(
    *,
    proposal: Proposal,
    by: User,
    channel: str = Channel.WEB,
    recorded_by: User | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Support:
    """Backs the proposal once, however often and from however many windows it is asked."""
    if not proposal.takes_support:
        raise SupportClosed(proposal)
    support = Support(
        proposal=proposal,
        supporter=by,
        level=by.level,
        channel=channel,
        recorded_by=recorded_by,
        client_id=client_id,
        created_at=at or timezone.now(),
    )
    insert = _insert_with_counter if _one_writer_at_a_time() else _insert_in_one_statement
    for _attempt in range(5):
        if insert(support):
            return support
        if already := Support.objects.filter(proposal=proposal, supporter=by).first():
            return already
        # Taken back in another window between the two statements: the next attempt counts.
    raise SupportClosed(proposal)


def _insert_with_counter(support: Support) -> bool:
    try:
        with transaction.atomic():
            support.save(force_insert=True)
            record_support(support=support, change=+1, at=support.created_at)
    except IntegrityError:
        support.pk = None
        return False
    return True


def _insert_in_one_statement(support: Support) -> bool:
    """The row and its event in one round trip: twice as many a second as two statements
    in a transaction (benchmarks/support.py), and nobody waits for a lock on the proposal."""
    query = InsertQuery(Support, on_conflict=OnConflict.IGNORE)
    query.insert_values([f for f in Support._meta.concrete_fields if not f.primary_key], [support])
    [(insert, values)] = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(ROW_AND_EVENT.format(insert=insert), values)
        row = cursor.fetchone()
    if row is None:
        return False
    support.pk, support._state.adding, support._state.db = row[0], False, connection.alias
    return True


@transaction.atomic
def take_back_support(*, proposal: Proposal, by: User, at: datetime | None = None) -> bool:
    """Says whether there was something to take back."""
    if not proposal.takes_support:
        raise SupportClosed(proposal)
    support = Support.objects.filter(proposal=proposal, supporter=by).first()
    # Two windows may take it back at once; only the one that deleted the row writes the event.
    if support is None or not Support.objects.filter(pk=support.pk).delete()[0]:
        return False
    record_support(support=support, change=-1, at=at or timezone.now())
    return True


def give_supports(*, proposal: Proposal, taps: Iterable[tuple[User, datetime]]) -> None:
    """Taps of different people that nobody else's came between, at once: for imports and stories."""
    if not proposal.takes_support:
        raise SupportClosed(proposal)
    with transaction.atomic():
        backs = set(Support.objects.filter(proposal=proposal).values_list("supporter", flat=True))
        supports = Support.objects.bulk_create(
            [
                Support(proposal=proposal, supporter=by, level=by.level, created_at=at)
                for by, at in taps
                if by.pk not in backs
            ]
        )
        record_supports(supports=supports, change=+1)


def record_support(*, support: Support, change: int, at: datetime) -> None:
    record_supports(supports=[support], change=change, at=at)


def record_supports(
    *, supports: Iterable[Support], change: int, at: datetime | None = None
) -> None:
    """Writes the events that the counters are folded from, in the transaction of the support."""
    events = [
        SupportEvent(
            proposal_id=support.proposal_id,
            change=change,
            level=support.level,
            channel=support.channel,
            via=support.via,
            at=at or support.created_at,
            folded_at=(at or support.created_at) if _one_writer_at_a_time() else None,
        )
        for support in supports
    ]
    SupportEvent.objects.bulk_create(events)
    if _one_writer_at_a_time():
        _count(events)


def _one_writer_at_a_time() -> bool:
    """On SQLite the counter moves at once: there, waiting for the clock would save nothing."""
    return connection.vendor == "sqlite"


def fold_support() -> int:
    """Adds new support events to the counters and returns how many there were."""
    total = folded = _fold_some()
    while folded == FOLDED_AT_ONCE:
        folded = _fold_some()
        total += folded
    return total


@transaction.atomic
def _fold_some() -> int:
    # A second folder waits for these rows, and then finds them folded.
    events = list(
        SupportEvent.objects.select_for_update()
        .filter(folded_at__isnull=True)
        .order_by("proposal_id", "pk")[:FOLDED_AT_ONCE]
    )
    if events:
        folded = SupportEvent.objects.filter(pk__in=[event.pk for event in events])
        folded.update(folded_at=timezone.now())
        _count(events)
    return len(events)


def _count(events: Iterable[SupportEvent]) -> None:
    """Moves the counters; what reaches its threshold goes into review, at the time of that tap."""
    changes: dict[int, int] = defaultdict(int)
    last_at: dict[int, datetime] = {}
    for event in sorted(events, key=attrgetter("at")):
        changes[event.proposal_id] += event.change
        last_at[event.proposal_id] = event.at
    # In the order of their keys, so that two folders never wait for each other.
    for pk in sorted(changes):
        if changes[pk]:
            Proposal.objects.filter(pk=pk).update(support_count=F("support_count") + changes[pk])
    reached = Proposal.objects.filter(
        pk__in=[pk for pk in changes if changes[pk] > 0],
        status=Status.RECEIVED,
        support_count__gte=F("support_threshold"),
    )
    for proposal in reached.order_by("pk"):
        lift_if_backed(proposal=proposal, at=last_at[proposal.pk])


def lift_if_backed(*, proposal: Proposal, at: datetime | None = None) -> Decision | None:
    """Into review by itself, once enough people back it; otherwise nothing happens."""
    if not proposal.is_public or proposal.support_count < proposal.support_threshold:
        return None
    # Decisions are kept in the city's language, whoever made the last tap.
    with translation.override(settings.LANGUAGE_CODE):
        reason = gettext(
            "%(count)s people back this proposal, so the department in charge starts to review "
            "it. You will have an answer within %(days)s working days."
        ) % {"count": proposal.support_threshold, "days": City.objects.current().answer_days}
    try:
        return decide(
            proposal=proposal, status=Status.IN_REVIEW, mover=Mover.CLOCK, reason=reason, at=at
        )
    except MoveNotAllowed:  # an officer was quicker
        return None


def recount() -> int:
    """Sets every counter to what the rows say and returns how many were wrong."""
    last, mended = 0, 0
    while pks := list(
        Proposal.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:RECOUNTED_AT_ONCE]
    ):
        mended += _recount_some(pks)
        last = pks[-1]
    return mended


@transaction.atomic
def _recount_some(pks: list[int]) -> int:
    # Locked first: a fold that is half-way would otherwise be counted twice or not at all.
    before = {
        proposal.pk: (proposal.support_count, proposal.comment_count)
        for proposal in Proposal.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    }
    of_this = {"proposal": OuterRef("pk")}
    supports = _per_proposal(Support.objects.filter(**of_this), Count("pk"))
    unfolded = _per_proposal(
        SupportEvent.objects.filter(**of_this, folded_at__isnull=True), Sum("change")
    )
    comments = _per_proposal(Comment.objects.filter(**of_this), Count("pk"))
    Proposal.objects.filter(pk__in=pks).update(
        support_count=supports - unfolded, comment_count=comments
    )
    after = Proposal.objects.filter(pk__in=pks).values_list("pk", "support_count", "comment_count")
    return sum(before.get(pk) != tuple(counts) for pk, *counts in after)


def _per_proposal(rows, aggregate):
    totals = rows.order_by().values("proposal").annotate(total=aggregate).values("total")
    return Coalesce(Subquery(totals, output_field=IntegerField()), 0)
