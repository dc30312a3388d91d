"""Sends what is due: one message a person and batch, once, however many workers try.

News that falls due is put into a Message; whoever moves the message's `due_at` on with one
conditional UPDATE has it to themselves for the length of a lease. Only a process that is killed
between handing a message over and noting it lets a second copy go out; letters then carry the
same Message-ID, notices the same reference.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.carriers import (
    PROVIDERS,
    WAKING,
    CarrierDown,
    MessageRefused,
    Provider,
    carriers_in_use,
    ways,
)
from accounts.digest import make_digest
from accounts.models import Carrier, Delivery, Message, User
from accounts.rhythm import Rhythm, ToldBy, after_quiet_hours
from city.models import City

log = logging.getLogger(__name__)

MESSAGES_AT_ONCE = 1_000
ROUND = 300  # seconds; what is left then goes with the next round
LEASE = timedelta(minutes=10)
# Refused messages are tried again after 10, 40, 90 … minutes, for three days and a half.
MOST_ATTEMPTS = 12
# What could not be sent for so long is no news any more; the inbox still has it.
TOO_OLD = timedelta(days=14)
State = Message.State


def send_news(at: datetime | None = None) -> int:
    """Returns how many messages went out. What a carrier that is down cannot send goes on waiting."""
    at = at or timezone.now()
    _give_up_old(at)
    carriers = carriers_in_use()
    _gather(at, carriers)
    _let_people_sleep(at)
    ends = monotonic() + ROUND
    # By turns: what one carrier could not send may be due at the next one at once.
    order = [Carrier.Kind.EMAIL, Carrier.Kind.ALIMTALK, Carrier.Kind.TEXT]
    return sum(_send_by(carriers[kind], carriers, at, ends) for kind in order if kind in carriers)


def join_waiting_news(message: Message, at: datetime) -> list[Delivery]:
    """News that fell due while the message waited goes with it."""
    _due(at).filter(person=message.person_id).update(message=message)
    return list(message.deliveries.select_related("update_told__department"))


def reachable(carriers: dict[str, Carrier]):
    """People who want to be told and can be. Nothing goes to an address that was never confirmed."""
    unconfirmed = EmailAddress.objects.filter(
        user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=False
    )
    how = {
        ToldBy.EMAIL: Q(~Exists(unconfirmed), email__isnull=False),
        ToldBy.TEXT: Q(phone__isnull=False),
        ToldBy.LETTER: Q(desk_contact__isnull=False),
        ToldBy.CALL: Q(desk_contact__isnull=False),
    }
    can = Q(pk__in=[])
    for told_by in ways(carriers):
        can |= Q(told_by=told_by) & how[ToldBy(told_by)]
    return User.objects.filter(can, is_active=True, erased_at=None).exclude(rhythm=Rhythm.NEVER)


def _due(at: datetime):
    """What somebody has read in the inbox by then need not be sent."""
    return Delivery.objects.filter(
        due_at__gt=at - TOO_OLD, due_at__lte=at, message=None, read_at=None
    )


def _gather(at: datetime, carriers: dict[str, Carrier]) -> None:
    """A waiting message for everybody who has news due and none yet; a constraint keeps it one."""
    waiting = Message.objects.waiting().filter(person=OuterRef("pk"))
    people = reachable(carriers).filter(~Exists(waiting), pk__in=_due(at).values("person"))
    kinds = ways(carriers)
    Message.objects.bulk_create(
        [
            Message(person_id=pk, kind=kinds[told_by], due_at=at, created_at=at)
            for pk, told_by in people.order_by("pk").values_list("pk", "told_by")[:MESSAGES_AT_ONCE]
        ],
        ignore_conflicts=True,
    )


def _let_people_sleep(at: datetime) -> None:
    city = City.objects.current()
    morning = after_quiet_hours(at, city.quiet_from, city.quiet_until)
    if morning > at:
        noisy = Message.objects.waiting().filter(kind__in=WAKING, due_at__lt=morning)
        noisy.update(due_at=morning)


def _send_by(
    carrier: Carrier, carriers: dict[str, Carrier], at: datetime, ends: float
) -> int:  # fmt: skip
    due = Message.objects.waiting().filter(
        kind=carrier.kind, due_at__lte=at, attempts__lt=MOST_ATTEMPTS
    )
    messages = list(due.order_by("due_at", "pk")[:MESSAGES_AT_ONCE])
    if not messages:
        return 0
    provider = PROVIDERS[carrier.backend](carrier)
    sent = 0
    try:
        provider.open()
        for message in messages:
            sent += monotonic() < ends and _send(message, provider, carrier, carriers, at)
    except CarrierDown as error:
        log.warning("%s does not answer, the news waits: %s", carrier.kind, error)
        if carrier.falls_back_to:
            for message in due:
                _fall_back(message, carrier, at, str(error))
    finally:
        provider.close()
    return sent


def _send(
    message: Message,
    provider: Provider,
    carrier: Carrier,
    carriers: dict[str, Carrier],
    at: datetime,
) -> bool:
    if not _claim(message, at):
        return False
    person = reachable(carriers).filter(pk=message.person_id).first()
    news = join_waiting_news(message, at) if person else []
    if person is None or not news or not _is_still_wanted(message, person, carriers):
        message.delete()
        return False
    try:
        provider.send(message, person, make_digest(news))
    except CarrierDown:
        ours = Message.objects.waiting().filter(pk=message.pk)
        ours.update(due_at=at, attempts=F("attempts") - 1)
        raise
    except MessageRefused as error:
        _refused(message, carrier, at, str(error))
        return False
    except Exception as error:  # one odd message must not stop the others
        log.exception("A message could not be written")
        _refused(message, carrier, at, type(error).__name__)
        return False
    Message.objects.filter(pk=message.pk).update(
        state=State.SENT, sent_at=at, cost_won=carrier.cost_won, problem=""
    )
    return True


def _claim(message: Message, at: datetime) -> bool:
    """One conditional UPDATE: of two workers at the same moment one finds nothing."""
    return bool(
        Message.objects.waiting()
        .filter(pk=message.pk, due_at__lte=at)
        .update(due_at=at + LEASE, attempts=F("attempts") + 1)
    )


def _is_still_wanted(message: Message, person: User, carriers: dict[str, Carrier]) -> bool:
    """Somebody may have chosen another way since; what fell back from one is as good as it."""
    kind = ways(carriers)[person.told_by]
    fallback = carriers[kind].falls_back_to
    return message.kind == kind or bool(fallback and message.kind == fallback.kind)


def _refused(message: Message, carrier: Carrier, at: datetime, problem: str) -> None:
    if carrier.falls_back_to:
        _fall_back(message, carrier, at, problem)
        return
    message.refresh_from_db(fields=["attempts"])
    log.warning("A message could not be sent and is tried again: %s", problem)
    gives_up = message.attempts >= MOST_ATTEMPTS
    Message.objects.waiting().filter(pk=message.pk).update(
        state=State.FAILED if gives_up else State.WAITING,
        due_at=at + LEASE * message.attempts**2,
        problem=problem[:60],
    )


@transaction.atomic
def _fall_back(message: Message, carrier: Carrier, at: datetime, problem: str) -> None:
    """The line of what failed stays, with its reason; another carrier takes over the news."""
    other = carrier.falls_back_to
    failed = Message.objects.waiting().filter(pk=message.pk)
    if other is None or not failed.update(state=State.FAILED, problem=problem[:60]):
        return
    second = Message.objects.create(
        person_id=message.person_id, kind=other.kind, due_at=at, created_at=at
    )
    message.deliveries.update(message=second)


def _give_up_old(at: datetime) -> None:
    by_machine = Message.objects.waiting().exclude(
        kind__in=(Carrier.Kind.LETTER, Carrier.Kind.CALL)
    )
    by_machine.filter(created_at__lte=at - TOO_OLD).update(state=State.FAILED, problem="too old")
