"""Tells whoever signed up for an event what they have to know."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.tell import tell
from city.words import Words, in_both
from pilots.models import Event, Participation
from pilots.participation import HOLDS_A_PLACE


def _tell(event: Event, people: Iterable[int | None], kind: str, title, body: Words, at) -> None:
    ids = {person for person in people if person is not None}
    if ids:
        tell(
            people=ids, kind=kind, thread=event.pilot.thread, url=event.get_absolute_url(),
            title=in_both(lambda: title() % {"title": event.title}), body=body, at=at,
        )  # fmt: skip


def when_and_where(event: Event) -> Words:
    return in_both(
        lambda: f"{date_format(localtime(event.starts_at), 'DATETIME_FORMAT')} · {event.where}"
    )


def _signed_up(event: Event) -> list[int | None]:
    return list(event.places.values_list("person", flat=True))


def tell_announced(event: Event, *, at: datetime) -> None:
    """Those who take part in the pilot hear of it; others find it in the list."""
    people = Participation.objects.filter(pilot=event.pilot_id, status__in=HOLDS_A_PLACE)
    _tell(
        event, people.values_list("panelist__person", flat=True), "event-announced",
        lambda: _("You are invited: %(title)s"), when_and_where(event), at,
    )  # fmt: skip


def tell_changed(event: Event, *, at: datetime) -> None:
    _tell(event, _signed_up(event), "event-changed",
          lambda: _("Time or place has changed: %(title)s"), when_and_where(event), at)  # fmt: skip


def tell_called_off(event: Event, *, at: datetime) -> None:
    _tell(event, _signed_up(event), "event-called-off",
          lambda: _("Called off: %(title)s"), Words({"ko": event.cancel_reason}), at)  # fmt: skip


def tell_moved_up(event: Event, people: list[int | None], *, at: datetime) -> None:
    _tell(event, people, "event-moved-up",
          lambda: _("A place has become free for you: %(title)s"), when_and_where(event), at)  # fmt: skip


def tell_minutes(event: Event, *, at: datetime) -> None:
    _tell(event, _signed_up(event), "event-minutes",
          lambda: _("The minutes are there: %(title)s"), Words(), at)  # fmt: skip


def tell_reminder(event: Event, *, at: datetime) -> None:
    people = event.places.filter(has_place=True).values_list("person", flat=True)
    _tell(event, people, "event-tomorrow",
          lambda: _("Soon: %(title)s"), when_and_where(event), at)  # fmt: skip
