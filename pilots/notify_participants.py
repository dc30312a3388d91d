"""Tells people what became of their own place in a pilot."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Update
from accounts.tell import tell
from pilots.models import Participation, Pilot
from pilots.notify import in_both


def _tell(
    pilot: Pilot,
    people: Iterable[int | None],
    kind: str,
    title: Callable[[], str],
    body: Callable[[], str],
    at: datetime,
) -> Update | None:
    ids = [person for person in people if person is not None]
    if not ids:
        return None
    return tell(
        people=ids, kind=kind, thread=pilot.thread, url=reverse("pilots:mine", args=[pilot.pk]),
        title=in_both(lambda: title() % {"title": pilot.title}), body=in_both(body), at=at,
    )  # fmt: skip


def _one(participation: Participation) -> list[int | None]:
    return [participation.panelist.person_id]


def tell_applied(participation: Participation, *, at: datetime) -> None:
    _tell(
        participation.pilot, _one(participation), "participation-applied",
        lambda: _("Your application for the pilot “%(title)s” has arrived"),
        lambda: _("When there are more applicants than places, they are drawn by lot, and you "
                  "will be told here."), at,
    )  # fmt: skip


def tell_drawn(
    pilot: Pilot, places: Mapping[str, Participation], record: Mapping, *, at: datetime
) -> None:
    def people(status: str) -> list[int | None]:
        return [places[code].panelist.person_id for code in record[status]]

    _tell(
        pilot, people("selected"), "participation-selected",
        lambda: _("You have a place in the pilot “%(title)s”"), _selected_words, at,
    )  # fmt: skip
    _tell(
        pilot, people("waiting"), "participation-waiting",
        lambda: _("You are on the waiting list of the pilot “%(title)s”"),
        lambda: _("When a place becomes free it is offered in the order of the draw."), at,
    )  # fmt: skip
    _tell(
        pilot, people("not_selected"), "participation-not-selected",
        lambda: _("The lot did not fall on you for the pilot “%(title)s”"),
        lambda: _("Thank you for offering your time. You can follow what becomes of the pilot."),
        at,
    )  # fmt: skip


def tell_promoted(participation: Participation, *, at: datetime) -> None:
    _tell(
        participation.pilot, _one(participation), "participation-selected",
        lambda: _("A place in the pilot “%(title)s” has become free for you"), _selected_words, at,
    )  # fmt: skip


def _selected_words() -> str:
    return _("Please read what you would agree to, and say yes or no within seven days.")


def tell_consented(participation: Participation, *, at: datetime) -> None:
    _tell(
        participation.pilot, _one(participation), "participation-consented",
        lambda: _("You take part in the pilot “%(title)s”"),
        lambda: _("You can leave at any time, without giving a reason."), at,
    )  # fmt: skip


def tell_declined(participation: Participation, *, at: datetime) -> None:
    _tell(
        participation.pilot, _one(participation), "participation-declined",
        lambda: _("You declined your place in the pilot “%(title)s”"),
        lambda: _("Nothing else was kept of your application."), at,
    )  # fmt: skip


def tell_withdrawn(participation: Participation, *, erased: bool, at: datetime) -> None:
    _tell(
        participation.pilot, _one(participation), "participation-withdrawn",
        lambda: _("You have left the pilot “%(title)s”"),
        lambda: (
            _("Your answers and diary entries were erased.") if erased
            else _("What you contributed stays, without any link to you.")
        ), at,
    )  # fmt: skip
