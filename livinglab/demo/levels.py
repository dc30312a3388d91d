"""Who of the demo's people is known to live there: by the city's letters, or over the counter."""

from datetime import datetime, timedelta

from accounts.models import User
from accounts.residence_codes import make_batch, use_residence_code
from accounts.residence_desk import ask_desk, confirm_at_desk, refuse_at_desk
from accounts.roles import Level
from livinglab.demo.people import Cast

LETTERS = 300
AT_THE_COUNTER = 12  # every so many came by; the others had a letter
NOT_SHOWN = "주소가 적힌 면이 보이지 않았습니다. 주민등록등본을 가지고 다시 들러 주세요."


def play_levels(cast: Cast, now: datetime) -> None:
    officer = cast.officer_of("welfare")
    began = now - timedelta(days=430)
    _batch, codes = make_batch(
        name="첫 안내문", count=LETTERS, by=officer, at=began, expires_at=now + timedelta(days=60)
    )
    known = [cast.resident, *(one for one in cast.residents if one.level == Level.VERIFIED)]
    for number, (person, code) in enumerate(zip(known, codes, strict=False)):
        at = began + timedelta(days=1, minutes=17 * number)
        if number % AT_THE_COUNTER:
            use_residence_code(person=person, typed=code, at=at)
        else:
            confirm_at_desk(person=person, district=person.home_district, by=officer, at=at)
    _at_the_counter(cast, officer, now)


def _at_the_counter(cast: Cast, officer: User, now: datetime) -> None:
    """One brought the wrong paper, two have not come by yet."""
    others = [one for one in cast.residents if one.level == Level.REGISTERED]
    ask_desk(person=others[0], at=now - timedelta(days=9))
    refuse_at_desk(person=others[0], note=NOT_SHOWN, by=officer, at=now - timedelta(days=8))
    ask_desk(person=others[1], at=now - timedelta(days=2))
    ask_desk(person=cast.neighbour, at=now - timedelta(days=1))
