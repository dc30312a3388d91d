"""How a person is told: by what, how often, or only in the inbox; and of which threads no more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.consent import current_text, give_consent, has_consented, withdraw_consent
from accounts.models import ConsentText, Delivery, Message, Mute, User
from accounts.rhythm import Rhythm, ToldBy, due, rarer_than


@transaction.atomic
def choose_news(
    *, person: User, rhythm: str, told_by: str | None = None, at: datetime | None = None
) -> None:
    """Anything but "never" is a yes to being written to; "never" takes that yes back."""
    at = at or timezone.now()
    if rhythm == Rhythm.NEVER:
        stop_news(person=person, at=at)
        return
    text = current_text("contact")
    if not has_consented(person, text):
        give_consent(person=person, text=text, at=at)
    person.rhythm, person.told_by = Rhythm(rhythm), ToldBy(told_by or person.told_by)
    person.save(update_fields=["rhythm", "told_by"])
    _plan_again(person, at)


def write_less_often(*, person: User, rhythm: str, at: datetime | None = None) -> None:
    """By a link in a letter, without signing in: an old one never makes letters more."""
    if rhythm in rarer_than(person.rhythm):
        choose_news(person=person, rhythm=rhythm, at=at)


def stop_news(*, person: User, at: datetime | None = None) -> None:
    withdraw_consent(person=person, text=current_text("contact"), at=at)


def keep_news_inside(*, person: User, text: ConsentText, at: datetime) -> None:
    """Follows when the consent to be written to is taken back: what waits is not sent any more."""
    person.rhythm = Rhythm.NEVER
    person.save(update_fields=["rhythm"])
    _plan_again(person, at)


def mute(*, person: User, thread: str, at: datetime | None = None) -> None:
    """No more news of this thread, and what waits of it is not sent."""
    Mute.objects.get_or_create(
        person=person, thread=thread, defaults={"at": at or timezone.now()}
    )  # fmt: skip
    _unsent(person).filter(update_told__thread=thread, asks=False).update(due_at=None)


def unmute(*, person: User, thread: str) -> bool:
    """Says whether it was muted."""
    return bool(Mute.objects.filter(person=person, thread=thread).delete()[0])


def _plan_again(person: User, at: datetime) -> None:
    """A message that nobody has tried yet is undone; accounts/deliver.py looks at the others again."""
    Message.objects.waiting().filter(person=person, attempts=0).delete()
    _unsent(person).update(due_at=due(person.rhythm, at))


def _unsent(person: User):
    return Delivery.objects.filter(person=person, message=None, due_at__isnull=False)
