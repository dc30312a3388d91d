"""Plays what recruiting needs: quotas and an announced seed, a child with a guardian, thanks."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from accounts.profile import keep_profile
from city.words import words
from livinglab.demo.people import SIGN_IN_AS, Cast
from pilots.join import apply, apply_for
from pilots.models import Pilot
from pilots.recruit.charge import child
from pilots.recruit.quotas import Cell, propose_quotas, set_quotas
from pilots.recruit.set_up import ask_before_applying, set_up_recruiting
from pilots.recruit.thanks import mark_paid, note_payout, thank

SHARED_OUT, WITH_CHILDREN = "kiosk", "on-demand-bus"


def prepare_recruiting(pilot: Pilot, key: str, people: list[User], by: User, at: datetime) -> None:
    """What an officer decides between opening a pilot and the first application."""
    if key == SHARED_OUT:
        _say_who_they_are(people, at)
        set_up_recruiting(
            pilot=pilot, seed_source="접수 마감 다음 날의 실증 번호와 날짜(키오스크-연월일)",
            children_may_join=False, by=by, at=at,
        )  # fmt: skip
        set_quotas(pilot=pilot, seats={Cell(sex="f"): 10, Cell(sex="m"): 10}, by=by)
        pilot.thanks_kind, pilot.thanks_amount = Pilot.ThanksKind.MONEY, 30_000
        pilot.thanks_rule = words(
            "끝까지 참여한 모든 분께 똑같이 드립니다. 무엇을 답했는지는 상관없습니다.",
            "The same for everybody who takes part to the end, whatever they answer.",
        )
        pilot.save(update_fields=["thanks_kind", "thanks_amount", "thanks_rule"])
    if key == WITH_CHILDREN:
        set_up_recruiting(
            pilot=pilot, seed_source="접수 마감 뒤 첫 토요일의 로또 당첨 번호 6개",
            children_may_join=True, by=by, at=at,
        )  # fmt: skip
        set_quotas(
            pilot=pilot, by=by,
            seats=propose_quotas(seats=pilot.seats or 0, by=["district", "sex"]).seats,
        )  # fmt: skip
        ask_before_applying(
            pilot=pilot, wanted=True, by=by,
            words=words("한 달에 두 번 이상 버스를 타십니까?", "Do you take a bus at least twice a month?"),
            otherwise=words(
                "이번에는 버스를 자주 타는 분의 이야기를 듣습니다. 결과가 나오면 누구나 의견을 남길 수 있습니다.",
                "This time we listen to those who ride often. Everybody can comment on the result.",
            ),
        )  # fmt: skip


def play_recruiting(cast: Cast, pilots: dict[str, Pilot], now: datetime) -> None:
    bus, parent = pilots[WITH_CHILDREN], cast.neighbour
    if bus.stage == "recruiting":
        at, why = now - timedelta(days=4), "아이와 함께 병원에 갈 때 타 보고 싶습니다."
        apply(pilot=bus, by=parent, motivation=why, at=at)
        apply_for(charge=child("하늘"), pilot=bus, by=parent, motivation=why, at=at)
    _thank(cast, pilots[SHARED_OUT])


def _thank(cast: Cast, pilot: Pilot) -> None:
    """Half of them have told where to pay, and half of those are paid."""
    at = pilot.stage_since + timedelta(days=1)
    for number, thanks in enumerate(
        thank(pilot=pilot, for_what="끝까지 참여", by=cast.manager, at=at)
    ):
        person = thanks.participation.panelist.person
        if person.email in SIGN_IN_AS or number % 2:
            continue
        note_payout(
            thanks=thanks, by=person, name="시연용", bank="시연은행",
            account=f"000-00-{number:06}", at=at + timedelta(days=2),
        )  # fmt: skip
        if number % 4 == 0:
            mark_paid(thanks=thanks, by=cast.manager, at=at + timedelta(days=9))


def _say_who_they_are(people: list[User], at: datetime) -> None:
    """Older people, since the pilot is about them; those of the sign-in list say nothing."""
    rng = random.Random(SHARED_OUT)
    for person in people:
        if person.email not in SIGN_IN_AS:
            keep_profile(
                person=person, birth_year=rng.randint(1944, 1966), sex=rng.choice("fm"),
                home_district=person.home_district, at=at,
            )  # fmt: skip
