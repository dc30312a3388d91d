"""Tells everybody whom an event touches, once: in the inbox at once, by e-mail soon after."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Delivery, Update, User
from city.words import Words


@transaction.atomic
def tell(
    *,
    people: Iterable[User | int],
    kind: str,
    thread: str,
    url: str,
    title: Words,
    body: Words | None = None,
    at: datetime | None = None,
) -> Update:
    """Writes one Update and one Delivery a person, whatever roles brought them into `people`.

    Shell rows of people who left are passed over. Mail is only marked as due here: the clock
    sends it (accounts/mail.py), so a mail server that is down loses nothing.
    """
    at = at or timezone.now()
    ids = {person if isinstance(person, int) else person.pk for person in people}
    update = Update.objects.create(
        kind=kind, thread=thread, url=url, title=title, body=body or Words(), at=at
    )
    told = User.objects.filter(pk__in=ids, is_active=True, erased_at__isnull=True)
    Delivery.objects.bulk_create(
        [
            Delivery(
                update_told=update,
                person_id=pk,
                at=at,
                mail_due_at=at if wants_email and email else None,
            )
            for pk, email, wants_email in told.values_list("pk", "email", "wants_email")
        ],
        ignore_conflicts=True,
    )
    return update
