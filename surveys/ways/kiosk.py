"""A tablet in a library or a hall: passers-by answer without an account and are counted apart."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Channel, Level
from surveys.answer import WaveIsClosed, answer
from surveys.models import KioskStation, Panelist, Response, Wave

A_MINUTE = 12  # answers of one station; nobody is faster, and a queue goes on a minute later


class StationRefused(Exception):
    """str() says why no station can stand here."""


class StationEnded(Exception):
    """Its key is worth nothing any more."""


class TooFast(Exception):
    """More answers than people can give; nothing is lost by waiting a minute."""

    def __str__(self):
        return _("Many answers came in at once. Please wait a minute and send it again.")


def start_station(*, wave: Wave, name: str, by: User, at: datetime | None = None) -> KioskStation:
    at = at or timezone.now()
    if not wave.survey.is_public:
        raise StationRefused(_("Only a survey that everybody may answer can stand at a kiosk."))
    if wave.closes_at and wave.closes_at <= at:
        raise StationRefused(_("This wave has closed. Choose one that is open or planned."))
    return KioskStation.objects.create(
        wave=wave, name=name.strip(), key=secrets.token_urlsafe(18), by=by, opened_at=at
    )


def end_station(*, station: KioskStation, at: datetime | None = None) -> KioskStation:
    """From now on its address leads nowhere; what was answered stays."""
    if station.ended_at is None:
        station.ended_at = at or timezone.now()
        station.save(update_fields=["ended_at"])
    return station


@transaction.atomic
def answer_at_kiosk(
    *,
    station: KioskStation,
    answers: Mapping[str, Any],
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Response:
    """Each answer comes from somebody new. The same `client_id` from the same station is the same
    answer, sent again because the first receipt was lost on the way."""
    at = at or timezone.now()
    station = _hold(station)
    check_station(station, at)
    if client_id and (taken := station.responses.filter(client_id=client_id).first()):
        return taken
    if station.responses.filter(created_at__gt=at - timedelta(minutes=1)).count() >= A_MINUTE:
        raise TooFast
    response = answer(
        wave=station.wave,
        panelist=Panelist.objects.create(panel=station.wave.survey.panel),
        answers=answers,
        channel=Channel.KIOSK,
        level=Level.GUEST,
        client_id=client_id,
        at=at,
    )
    response.station = station
    response.save(update_fields=["station"])
    return response


def check_station(station: KioskStation, at: datetime | None = None) -> None:
    if station.ended_at:
        raise StationEnded
    if not station.wave.is_open(at):
        raise WaveIsClosed


def _hold(station: KioskStation) -> KioskStation:
    """Two copies of one answer that arrive together take turns."""
    return (
        KioskStation.objects.select_for_update(of=("self",))
        .select_related("wave__survey__panel")
        .get(pk=station.pk)
    )
