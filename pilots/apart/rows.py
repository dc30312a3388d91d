"""The rows of a pilot as they may leave the house: under codes made for the one who gets them.

A partner's codes are made from the pilot and the number of the agreement. Files that one partner
takes under one agreement can be put together, and partners named in the same agreement share their
codes; partners under different agreements cannot join their files, nor can anybody match them with
the codes that the desk and the participants see. Times are days, rows stand in the order of the
made-up codes, places and photos are left out, and so are words that hold a number which would give
somebody away. What people are is told as far as at least k of them share it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from city.models import City
from pilots.models import Diary, ExtraConsent, Observation, Participation, Partner, Pilot
from pilots.workflow import Status
from proposals.privacy_scan import find_private
from surveys.models import Question, Response

HIDDEN = "*"
AT_ONCE = 2_000
WHO = ("age_band", "sex", "district", "alternative")
LEFT_OUT = (Question.Kind.PLACE, Question.Kind.PHOTO)
# Whose rows there are: whoever agreed, also when they stopped and let their data stay.
GAVE_DATA = (Status.CONSENTED, Status.ACTIVE, Status.COMPLETED, Status.WITHDRAWN)
Table = tuple[list[str], Iterator[Sequence[Any]]]


def places_to_tell(pilot: Pilot, partner: Partner | None) -> dict[int, Participation]:
    """By panelist. A partner gets those who agreed to it, and have not taken it back."""
    places = Participation.objects.filter(
        pilot=pilot, status__in=GAVE_DATA, erased_at=None
    ).select_related("district", "alternative")
    if partner is not None:
        places = places.filter(agreed_to__covers=ExtraConsent.Covers.PARTNER)
    return {place.panelist_id: place for place in places.defer("district__outline").distinct()}


def made_up_code(pilot: Pilot, partner: Partner | None, place: Participation) -> str:
    agreement = partner.agreement if partner else ""
    digest = salted_hmac(
        f"pilots.hand_out.{pilot.pk}.{agreement}", str(place.panelist_id), algorithm="sha256"
    )
    return digest.hexdigest()[:12]


def responses(pilot: Pilot, partner: Partner | None) -> Table:
    if pilot.survey is None:
        return ["code", "wave", "number", "on", *WHO], iter(())
    questions = [
        question for question in pilot.survey.questions.all() if question.kind not in LEFT_OUT
    ]
    people = _People(pilot, partner)
    rows = Response.objects.filter(
        wave__survey=pilot.survey_id, panelist__in=people.places
    ).select_related("wave")
    found = (
        (
            *people.code(row.panelist_id), row.wave.kind, row.wave.number, _day(row.created_at),
            *people.who(row.panelist_id), *(_plain(row.answers.get(q.code)) for q in questions),
        )
        for row in rows
    )  # fmt: skip
    header = ["code", "wave", "number", "on", *WHO, *(q.code for q in questions)]
    return header, iter(sorted(found, key=lambda row: tuple(map(str, row[:4]))))


def diaries(pilot: Pilot, partner: Partner | None) -> Table:
    people = _People(pilot, partner)
    rows = Diary.objects.filter(pilot=pilot, panelist__in=people.places, hidden_at=None)
    found = (
        (
            *people.code(row.panelist_id), _day(row.created_at), *people.who(row.panelist_id),
            "" if row.rating is None else row.rating, _plain(row.text),
        )
        for row in rows
    )  # fmt: skip
    header = ["code", "on", *WHO, "rating", "text"]
    return header, iter(sorted(found, key=lambda row: tuple(map(str, row[:2]))))


def observations(pilot: Pilot, partner: Partner | None) -> Table:
    """Values of places, not of people: the same rows for everybody."""
    rows = (
        Observation.objects.filter(measure__pilot=pilot)
        .order_by("measure_id", "site_id", "at", "pk")
        .values_list("measure__code", "site__key", "site", "at", "value")
    )
    header = ["measure", "site", "at", "value"]
    return header, (
        (measure, key or site or "", timezone.localtime(at).isoformat(timespec="seconds"), value)
        for measure, key, site, at, value in rows.iterator(chunk_size=AT_ONCE)
    )


READ: dict[str, Callable[[Pilot, Partner | None], Table]] = {
    "responses": responses, "diaries": diaries, "observations": observations,
}  # fmt: skip


class _People:
    """The made-up code of each person, and what may be told about them."""

    def __init__(self, pilot: Pilot, partner: Partner | None):
        self.places = places_to_tell(pilot, partner)
        self._codes = {
            key: made_up_code(pilot, partner, place) for key, place in self.places.items()
        }
        told = coarse(
            [_profile(place) for place in self.places.values()],
            City.objects.current().smallest_group,
        )
        self._who = dict(zip(self.places, told, strict=True))

    def code(self, panelist: int) -> tuple[str]:
        return (self._codes[panelist],)

    def who(self, panelist: int) -> tuple[str, ...]:
        """The alternative was drawn and says nothing about anybody."""
        alternative = self.places[panelist].alternative
        return *self._who[panelist], alternative.code if alternative else ""


def _profile(place: Participation) -> tuple[str, str, str]:
    return place.age_band, place.sex, place.district.code if place.district else ""


def coarse(profiles: Sequence[tuple[str, ...]], k: int) -> list[tuple[str, ...]]:
    """Each profile as whole as at least k of those told the same way share it: first the dong
    goes, then the sex, then the age."""
    told: list[tuple[str, ...]] = [(HIDDEN,) * len(profile) for profile in profiles]
    left = set(range(len(profiles)))
    for kept in range(len(profiles[0]) if profiles else 0, 0, -1):
        groups = Counter(profiles[each][:kept] for each in left)
        enough = {each for each in left if groups[profiles[each][:kept]] >= k}
        for each in enough:
            told[each] = profiles[each][:kept] + told[each][kept:]
        left -= enough
    return told


def _day(at) -> str:
    return timezone.localtime(at).date().isoformat()


def _plain(answer: Any) -> Any:
    if answer is None:
        return ""
    if isinstance(answer, str):
        return HIDDEN if find_private(answer) else answer
    if isinstance(answer, list):
        return ";".join(map(str, answer))
    if isinstance(answer, dict):
        return json.dumps(answer, ensure_ascii=False, sort_keys=True)
    return answer
