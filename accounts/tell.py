"""Tells everybody whom an event touches, once: in the inbox at once, outward in each one's rhythm."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.utils import timezone

from accounts.models import Delivery, Mute, Update, User
from accounts.rhythm import Rhythm, ToldBy, due
from city.election import own_praise
from city.words import Words

# A statement takes only so many keys; below that the number of statements never changes.
PEOPLE_AT_ONCE = 5_000
# Whom nothing can reach outside the inbox, nothing waits for. Who is told by letter has a contact.
HAS_WAY = Case(
    When(told_by=ToldBy.EMAIL, then=Q(email__isnull=False)),
    When(told_by=ToldBy.TEXT, then=Q(phone__isnull=False)),
    default=True,
    output_field=BooleanField(),
)


@transaction.atomic
def tell(
    *,
    people: Iterable[User | int],
    kind: str,
    thread: str,
    url: str,
    title: Words,
    body: Words | None = None,
    department_id: int | None = None,
    asks: Iterable[User | int] = (),
    praises: Iterable[User | int] = (),
    at: datetime | None = None,
) -> Update:
    """Writes one Update and one Delivery a person, whatever roles brought them into `people`.

    Who left or has muted the thread is passed over. `asks` are those of `people` for whose answer
    the city waits: they hear of it at once (unless they want nothing sent at all) and even on a
    muted thread. `praises` are those whom it only tells what the city achieved: before an election
    it stays in their inbox, unless the city has said which law allows it to be sent
    (city/election.py). What goes outward is only marked as due; the clock sends it (accounts/deliver.py),
    so a mail server that is down loses nothing.
    """
    at = at or timezone.now()
    asked = _keys(asks)
    held = _keys(praises) - asked
    if held and own_praise(at).may_be_told:
        held = set()
    update = Update.objects.create(
        kind=kind, thread=thread, url=url, title=title, body=body or Words(),
        department_id=department_id, at=at,
    )  # fmt: skip
    for some in batched(sorted(_keys(people)), PEOPLE_AT_ONCE):
        _deliver(update, some, asked, held)
    return update


def _deliver(update: Update, people: tuple[int, ...], asked: set[int], held: set[int]) -> None:
    muted = Mute.objects.filter(thread=update.thread, person=OuterRef("pk"))
    told = User.objects.filter(
        ~Exists(muted) | Q(pk__in=asked), pk__in=people, is_active=True, erased_at=None
    ).annotate(has_way=HAS_WAY)
    Delivery.objects.bulk_create(
        [
            Delivery(
                update_told=update,
                person_id=pk,
                asks=pk in asked,
                at=update.at,
                due_at=_due(rhythm, update.at, pk in asked)
                if can_be_reached and pk not in held
                else None,
            )
            for pk, rhythm, can_be_reached in told.values_list("pk", "rhythm", "has_way")
        ],
        ignore_conflicts=True,
    )


def _due(rhythm: str, at: datetime, asks: bool) -> datetime | None:
    return due(Rhythm.AT_ONCE if asks and rhythm != Rhythm.NEVER else rhythm, at)


def _keys(people: Iterable[User | int]) -> set[int]:
    return {person if isinstance(person, int) else person.pk for person in people}
