"""Tells people what became of their own place in a pilot."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Update
from accounts.tell import tell
from city.calendar import end_of_day
from city.words import in_both
from pilots.models import Participation, Pilot
from pilots.participation import acting_for


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


def _tell_one(
    participation: Participation,
    kind: str,
    title: Callable[[], str],
    body: Callable[[], str],
    at: datetime,
) -> Update | None:
    """Who acts for several people reads which code it is about."""
    person = acting_for(participation)

    def said() -> str:
        if participation.panelist.person_id == person:
            return body()
        code = {"code": participation.panelist.code}
        return f"{body()} {_('This is about the place with the code %(code)s.') % code}"

    return _tell(participation.pilot, [person], kind, title, said, at)


def tell_applied(participation: Participation, *, at: datetime) -> None:
    _tell_one(
        participation, "participation-applied",
        lambda: _("Your application for the pilot “%(title)s” has arrived"),
        lambda: _("When there are more applicants than places, they are drawn by lot, and you "
                  "will be told here."), at,
    )  # fmt: skip


def tell_drawn(
    pilot: Pilot, places: Mapping[str, Participation], record: Mapping, *, at: datetime
) -> None:
    def people(status: str) -> list[int | None]:
        return [acting_for(places[code]) for code in record[status]]

    until = end_of_day(timezone.localtime(at).date() + timedelta(days=pilot.consent_days))
    _tell(
        pilot, people("selected"), "participation-selected",
        lambda: _("You have a place in the pilot “%(title)s”"), lambda: _please_answer(until), at,
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
    _tell_one(
        participation, "participation-selected",
        lambda: _("A place in the pilot “%(title)s” has become free for you"),
        lambda: _please_answer(participation.answer_by), at,
    )  # fmt: skip


def remind_selected(participation: Participation, *, at: datetime) -> None:
    _tell_one(
        participation, "participation-reminded",
        lambda: _("Your place in the pilot “%(title)s” is waiting for your answer"),
        lambda: _please_answer(participation.answer_by), at,
    )  # fmt: skip


def tell_expired(participation: Participation, *, at: datetime) -> None:
    _tell_one(
        participation, "participation-expired",
        lambda: _("Your place in the pilot “%(title)s” went to somebody else"),
        lambda: _("You were selected, and we did not hear from you in time."), at,
    )  # fmt: skip


def _please_answer(until: datetime | None) -> str:
    """`until` is the midnight that ends the last day."""
    if until is None:
        return _("Please read what you would agree to, and say yes or no.")
    day = timezone.localtime(until).date() - timedelta(days=1)
    return _("Please read what you would agree to, and say yes or no by %(day)s.") % {
        "day": date_format(day, "DATE_FORMAT")
    }


def tell_consented(participation: Participation, *, at: datetime) -> None:
    _tell_one(
        participation, "participation-consented",
        lambda: _("You take part in the pilot “%(title)s”"),
        lambda: _("You can leave at any time, without giving a reason."), at,
    )  # fmt: skip


def tell_declined(participation: Participation, *, at: datetime) -> None:
    _tell_one(
        participation, "participation-declined",
        lambda: _("You declined your place in the pilot “%(title)s”"),
        lambda: _("Nothing else was kept of your application."), at,
    )  # fmt: skip


def tell_withdrawn(participation: Participation, *, erased: bool, at: datetime) -> None:
    _tell_one(
        participation, "participation-withdrawn",
        lambda: _("You have left the pilot “%(title)s”"),
        lambda: (
            _("Your answers and diary entries were erased.") if erased
            else _("What you contributed stays, without any link to you.")
        ), at,
    )  # fmt: skip


def tell_application_withdrawn(participation: Participation, *, at: datetime) -> None:
    _tell_one(
        participation, "participation-withdrawn",
        lambda: _("Your application for the pilot “%(title)s” is withdrawn"),
        lambda: _("What you wrote in it was erased."), at,
    )  # fmt: skip


def tell_thanked(pilot: Pilot, participations: Iterable[Participation], *, at: datetime) -> None:
    _tell(
        pilot, [acting_for(one) for one in participations], "participation-thanked",
        lambda: _("Thank you for taking part in the pilot “%(title)s”"),
        lambda: _("Your certificate is on your page of the pilot. Where an allowance is paid, say "
                  "there where to."), at,
    )  # fmt: skip


def ask_for_diary(pilot: Pilot, participations: Iterable[Participation], *, at: datetime) -> None:
    _tell(
        pilot, [acting_for(one) for one in participations], "diary-asked",
        lambda: _("How is it going with “%(title)s”?"),
        lambda: _("A number from 1 to 5 or one sentence is enough. You can switch these questions "
                  "off in your diary."), at,
    )  # fmt: skip
