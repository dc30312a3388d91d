"""The manager puts two questions on posters, one poster for each place where something is tested."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.words import Words, words
from pilots.models import Pilot, Site, StreetAnswer, StreetAsking, StreetPoster
from pilots.workflow import Stage

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
LENGTH = 6
# What a pilot asks that has no better words of its own.
USUAL = {
    "rating_question": words("지금 이곳은 지나다니거나 쓰기에 어떻습니까?", "How is it to pass or use this place now?"),
    "lowest": words("매우 불편함", "Very bad"),
    "highest": words("매우 편함", "Very good"),
    "text_question": words("무엇이 좋거나 불편했습니까?", "What was good, or what was not?"),
}  # fmt: skip


class AskingRefused(Exception):
    """str() is one sentence that says why."""


@transaction.atomic
def ask_from_street(
    *, pilot: Pilot, by: User, is_on: bool = True, at: datetime | None = None, **said: Words
) -> StreetAsking:
    """Sets the questions up or changes them; every place tested gets its poster. Once somebody has
    answered, the words stay: the same number would mean something else."""
    at = at or timezone.now()
    asking = asking_of(pilot, for_update=True) or StreetAsking(pilot=pilot, created_at=at)
    changed = [name for name in USUAL if (said.get(name) or USUAL[name]) != getattr(asking, name)]
    if changed and has_answers(pilot):
        raise AskingRefused(
            _("People have answered these questions already, so the words stay as they are.")
        )
    for name in USUAL:
        setattr(asking, name, said.get(name) or USUAL[name])
    asking.is_on = is_on
    asking.full_clean(exclude=["pilot", "counted"])
    asking.save()
    _hang_up_posters(pilot, at)
    return asking


def asking_of(pilot: Pilot, *, for_update: bool = False) -> StreetAsking | None:
    rows = StreetAsking.objects.filter(pilot=pilot)
    return (rows.select_for_update() if for_update else rows).first()


def has_answers(pilot: Pilot) -> bool:
    return StreetAnswer.objects.filter(poster__site__pilot=pilot).exists()


def takes_answers(asking: StreetAsking, pilot: Pilot) -> bool:
    """Whoever passes by is asked about what is there: while the pilot runs."""
    return asking.is_on and pilot.stage == Stage.RUNNING


def places_without_poster(pilot: Pilot):
    return pilot.sites.filter(arm=Site.Arm.TEST, poster__isnull=True)


def _hang_up_posters(pilot: Pilot, at: datetime) -> None:
    for site in places_without_poster(pilot):
        StreetPoster.objects.create(site=site, code=_free_code(), created_at=at)


def _free_code() -> str:
    """A thousand million of them: nobody finds a poster by trying."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))
        if not StreetPoster.objects.filter(code=code).exists():
            return code
