"""Somebody passes by a poster and answers, once for each form, without being known."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.roles import Level
from pilots.models import Pilot, StreetAnswer, StreetPoster
from pilots.own_words import number_in
from pilots.street.ask import asking_of, takes_answers

A_MINUTE = 12  # answers at one poster; nobody passes by faster
LONGEST = 300


class StreetRefused(Exception):
    """str() is one sentence that says what to do; `field` is what it is about."""

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.field = field


class StreetIsClosed(Exception):
    """The pilot does not run, or its manager takes no answers."""


class TooManyAtOnce(StreetRefused):
    """More answers than people can give."""


@transaction.atomic
def answer_from_street(
    *,
    poster: StreetPoster,
    rating: int,
    text: str = "",
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> StreetAnswer:
    """The same form sent twice is the same answer."""
    at = at or timezone.now()
    _hold_open(poster)
    if already := _given_before(poster, client_id):
        return already
    text = text.strip()
    if rating not in range(1, 6):
        raise StreetRefused(_("Please choose a number from 1 to 5."), "rating")
    if len(text) > LONGEST:
        raise StreetRefused(_("Please shorten this to 300 characters."), "text")
    if sentence := number_in(text):
        raise StreetRefused(sentence, "text")
    if poster.answers.filter(created_at__range=(at - timedelta(minutes=1), at)).count() >= A_MINUTE:
        raise TooManyAtOnce(
            _("Many answers came in at once. Please wait a minute and send it again.")
        )
    return StreetAnswer.objects.create(
        poster=poster, rating=rating, text=text, lang=(get_language() or "ko")[:2],
        level=Level.GUEST, client_id=client_id, created_at=at,
    )  # fmt: skip


def _hold_open(poster: StreetPoster) -> None:
    """Answers of one pilot take turns, also with its end (pilots/street/count.py), so that the
    last one is counted or refused."""
    pilot = poster.site.pilot
    asking = asking_of(pilot, for_update=True)
    if asking is None or not takes_answers(asking, Pilot.objects.get(pk=pilot.pk)):
        raise StreetIsClosed


def _given_before(poster: StreetPoster, client_id: UUID | None) -> StreetAnswer | None:
    """Whose number it is elsewhere does not matter: one form is one answer."""
    return StreetAnswer.objects.filter(client_id=client_id).first() if client_id else None
