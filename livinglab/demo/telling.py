"""How people of the demo city are told: saved areas, a weekly digest, letters and calls."""

from datetime import datetime, timedelta

from accounts.areas import save_district, save_place
from accounts.models import Carrier, Delivery
from accounts.outgoing import tell_by_desk
from accounts.rhythm import Rhythm, ToldBy
from accounts.told import choose_news
from livinglab.demo.people import Cast
from maps.models import District, Place

BY_DESK = [
    (ToldBy.LETTER, "김순자", "", "경로당길 12, 101호"),
    (ToldBy.CALL, "박만수", "031-000-1212", ""),
    (ToldBy.LETTER, "이복례", "", "시장안길 7"),
    (ToldBy.CALL, "최영철", "010-0000-3434", ""),
]


def play_telling(cast: Cast, now: datetime) -> None:
    # In the demonstration texts and notices are written to files.
    Carrier.objects.filter(kind__in=(Carrier.Kind.TEXT, Carrier.Kind.ALIMTALK)).update(is_on=True)
    since = now - timedelta(days=9)
    _save_areas(cast, since)
    choose_news(person=cast.neighbour, rhythm=Rhythm.WEEKLY, at=since)
    _tell_by_desk(cast, since)


def _save_areas(cast: Cast, at: datetime) -> None:
    district = District.objects.current().first()
    school = Place.objects.filter(kind=Place.Kind.SCHOOL, line__isnull=True).first()
    for person in (cast.resident, cast.neighbour):
        save_district(person=person, district=district, at=at)
    if school:
        save_place(person=cast.resident, place=school, radius=500, at=at)


def _tell_by_desk(cast: Cast, at: datetime) -> None:
    """People who came to the desk and about whose proposals there is news."""
    told = Delivery.objects.filter(at__gt=at, at__lt=at + timedelta(days=8))
    heard = set(told.values_list("person", flat=True))
    people = [person for person in cast.residents if person.pk in heard]
    for person, (told_by, name, phone, address) in zip(people, BY_DESK, strict=False):
        tell_by_desk(
            person=person, told_by=told_by, name=name, phone=phone, address=address,
            rhythm=Rhythm.AT_ONCE, by=cast.officer_of("transport"), at=at,
        )  # fmt: skip
        # They came before there was a way to reach them.
        Delivery.objects.filter(person=person, at__gt=at, due_at=None).update(due_at=at)
