"""Tells people about their consents, and asks them again at the turns of a pilot."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Update
from accounts.tell import tell
from city.words import Words, in_both
from pilots.models import Participation, Pilot, Turn
from pilots.participation import acting_for


def people_behind(participations: Iterable[Participation]) -> set[int]:
    """Whoever acts for these places: the person, or the one who represents them."""
    places = Participation.objects.filter(pk__in=[place.pk for place in participations])
    people = map(acting_for, places.select_related("panelist", "representative"))
    return {person for person in people if person is not None}


def ask_to_read_again(
    pilot: Pilot, participations: Iterable[Participation], *, at: datetime
) -> Update | None:
    people = people_behind(participations)
    if not people:
        return None
    return tell(
        people=people, asks=people, kind="consent-changed", thread=pilot.thread,
        url=reverse("pilots:consent", args=[pilot.pk]),
        title=in_both(
            lambda: _("A consent text of the pilot “%(title)s” has changed")
            % {"title": pilot.title}
        ),
        body=in_both(lambda: _("Please read it again and say whether you still agree.")),
        at=at,
    )  # fmt: skip


def send_message(
    pilot: Pilot, people: Iterable[int], *, title: Words, body: Words, at: datetime
) -> Update:
    return tell(
        people=people, kind="pilot-message", thread=pilot.thread,
        url=reverse("pilots:mine", args=[pilot.pk]), title=title, body=body, at=at,
    )  # fmt: skip


def ask_again(pilot: Pilot, people: Iterable[int], turn: str, *, at: datetime) -> Update:
    """One piece of news for all; each letter adds its reader's own link (again_links.py)."""
    return tell(
        people=people, kind="asked-again", thread=pilot.thread,
        url=reverse("pilots:my_again", args=[pilot.pk]),
        title=in_both(
            lambda: _("“%(title)s”: how is it now, %(turn)s?")
            % {"title": pilot.title, "turn": Turn(turn).label}
        ),
        body=in_both(
            lambda: _(
                "See what has changed because of it, and tell us with one tap how it is. "
                "You can stop these questions there with one tap too."
            )
        ),
        at=at,
    )  # fmt: skip
