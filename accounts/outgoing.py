"""What goes out by hand and what all of it cost: letters to print, people to call, months to pay."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.carriers import carriers_in_use
from accounts.deliver import join_waiting_news
from accounts.digest import Digest, make_digest
from accounts.models import Carrier, DeskContact, Message, User
from accounts.rhythm import Rhythm, ToldBy
from accounts.told import choose_news

LETTERS_AT_ONCE = 50
CALLS_SHOWN = 100
FAILURES_SHOWN = 50
# Whom a message went to is forgotten after a while; what it cost is not.
PEOPLE_KEPT = timedelta(days=180)
MONTHS_SHOWN = 12
State = Message.State


class ContactRefused(Exception):
    """str() is one sentence that says what is missing."""


class Letter(NamedTuple):
    message: Message
    contact: DeskContact
    digest: Digest


@transaction.atomic
def tell_by_desk(
    *,
    person: User,
    told_by: str,
    name: str,
    phone: str = "",
    address: str = "",
    by: User,
    rhythm: str = Rhythm.WEEKLY,
    at: datetime | None = None,
) -> DeskContact:
    """For somebody who does not go online and asked for it: a letter, or a call."""
    at = at or timezone.now()
    if told_by == ToldBy.LETTER and not address.strip():
        raise ContactRefused(_("A letter needs a postal address."))
    if told_by == ToldBy.CALL and not phone.strip():
        raise ContactRefused(_("A call needs a telephone number."))
    contact, _made = DeskContact.objects.update_or_create(
        person=person,
        defaults={"name": name, "phone": phone, "address": address, "set_by": by, "at": at},
    )
    choose_news(person=person, rhythm=rhythm, told_by=told_by, at=at)
    note_access(staff=by, action="desk-contact", subject=person, at=at)
    return contact


def letters_to_print(*, by: User, at: datetime | None = None) -> list[Letter]:
    """The oldest that wait, with what fell due since; whoever sees the addresses is noted."""
    return _open(Carrier.Kind.LETTER, LETTERS_AT_ONCE, by, at or timezone.now())


def people_to_call(*, by: User, at: datetime | None = None) -> list[Letter]:
    return _open(Carrier.Kind.CALL, CALLS_SHOWN, by, at or timezone.now())


def letters_are_printed(*, keys: Sequence[int], by: User, at: datetime | None = None) -> int:
    """Says how many were; what somebody else has already ticked off is not counted twice."""
    return _waiting(Carrier.Kind.LETTER).filter(pk__in=keys).update(
        state=State.SENT, sent_at=at or timezone.now(), handled_by=by,
        cost_won=_cost_of(Carrier.Kind.LETTER),
    )  # fmt: skip


def person_was_called(
    *, key: int, reached: bool, by: User, at: datetime | None = None
) -> bool:  # fmt: skip
    """Not reached: the line comes back tomorrow. False where somebody else was faster."""
    at = at or timezone.now()
    call = _waiting(Carrier.Kind.CALL).filter(pk=key, due_at__lte=at)
    if not reached:
        message = call.first()
        return bool(
            message
            and call.update(
                attempts=message.attempts + 1, due_at=at + timedelta(hours=20), handled_by=by
            )
        )
    cost = _cost_of(Carrier.Kind.CALL)
    return bool(call.update(state=State.SENT, sent_at=at, handled_by=by, cost_won=cost))


def waiting_at_the_desk(at: datetime | None = None) -> dict[str, int]:
    """For the desk's front page: how many letters, calls, and failures of the last week."""
    at = at or timezone.now()
    return Message.objects.aggregate(
        letters=Count("pk", Q(state=State.WAITING, kind=Carrier.Kind.LETTER, due_at__lte=at)),
        calls=Count("pk", Q(state=State.WAITING, kind=Carrier.Kind.CALL, due_at__lte=at)),
        failures=Count("pk", Q(state=State.FAILED, created_at__gte=at - timedelta(days=7))),
    )


def costs_by_month(at: datetime | None = None) -> list[dict]:
    """Month, carrier, how many went out and what they cost; the newest month first."""
    since = (at or timezone.now()) - timedelta(days=31 * MONTHS_SHOWN)
    rows = (
        Message.objects.filter(state=State.SENT, sent_at__gte=since)
        .annotate(month=TruncMonth("sent_at"))
        .values("month", "kind")
        .order_by("-month", "kind")
        .annotate(count=Count("pk"), won=Sum("cost_won"))
    )
    return [{**row, "label": Carrier.Kind(row["kind"]).label} for row in rows]


def latest_failures() -> list[Message]:
    return list(Message.objects.filter(state=State.FAILED).order_by("-created_at")[:FAILURES_SHOWN])


def forget_messages(*, person: User, rows, at: datetime) -> None:
    """Somebody leaves: what waits is not sent, and what went out says no more to whom."""
    rows.filter(state=State.WAITING).delete()
    rows.update(person=None)


def forget_old_receivers(at: datetime) -> int:
    old = Message.objects.filter(created_at__lt=at - PEOPLE_KEPT, person__isnull=False)
    return old.exclude(state=State.WAITING).update(person=None)


def _cost_of(kind: str) -> int:
    carrier = carriers_in_use().get(kind)
    return carrier.cost_won if carrier else 0


def _waiting(kind: str):
    return Message.objects.waiting().filter(kind=kind)


def _open(kind: str, most: int, by: User, at: datetime) -> list[Letter]:
    waiting = _waiting(kind).filter(due_at__lte=at, person__desk_contact__isnull=False)
    letters = []
    for message in waiting.select_related("person__desk_contact")[:most]:
        if message.person is None or not (news := join_waiting_news(message, at)):
            continue
        letters.append(Letter(message, message.person.desk_contact, make_digest(news)))
        note_access(staff=by, action="desk-contact", subject=message.person, at=at)
    return letters
