"""Plays consents apart, people who leave and say why, data for a partner, and asking again."""

import random
from datetime import datetime, timedelta

from city.words import words
from livinglab.demo.people import Cast
from pilots.apart.ask_again import AFTER, answer, ask_again, stop, turns_between
from pilots.apart.consents import say
from pilots.apart.hand_out import hand_out
from pilots.apart.texts import write_extra
from pilots.leave import withdraw
from pilots.models import AskedAgain, ExtraConsent, Pilot
from pilots.participation import TAKES_PART
from pilots.workflow import Status

SEED = 6151
REFUSAL = words(
    "동의하지 않으셔도 실증에 참여하는 데 아무 차이가 없습니다.",
    "Refusing makes no difference: you take part all the same.",
)
UNTIL = words("실증이 끝나고 6개월 뒤까지", "Until six months after the pilot")
TEXTS = {
    "photos": {
        "title": words("일지에 사진 올리기", "Photos in the diary"),
        "purpose": words("말로 하기 어려운 모습을 사진으로 봅니다.", "To see what is hard to put into words."),
        "items": words("일지에 올리신 사진(찍은 때와 곳은 지웁니다)", "Photos you add; time and place are removed"),
        "retention": UNTIL,
        "easy": words("사진을 안 올려도 괜찮아요. 올린 사진은 언제든 지워 달라고 할 수 있어요.",
                      "You need not add photos. You can have them erased at any time."),
    },
    "health": {
        "title": words("건강에 관한 질문에 답하기", "Answers about health"),
        "purpose": words("걷기와 잠이 나아졌는지 봅니다.", "To see whether walking and sleep get better."),
        "items": words("걸을 때 아픈 정도, 잠의 질", "Pain when walking, quality of sleep"),
        "retention": UNTIL,
        "easy": words("몸이 어떤지 묻는 질문이에요. 답하기 싫으면 안 해도 돼요.",
                      "Questions about how you feel. You may leave them out."),
    },
    "partner": {
        "title": words("연구하는 대학에 자료 주기", "Data for the university"),
        "purpose": words("무엇이 달라졌는지 함께 분석합니다.", "To find out together what has changed."),
        "items": words("번호로 된 설문 응답과 일지 글", "Answers and diary words, under a number"),
        "retention": UNTIL,
        "recipients": [{
            "kind": "third_party",
            "name": words("푸른대학교(시연용) 지역사회연구소", "Pureun University (demonstration)"),
            "purpose": words("실증 결과 분석", "Analysis of the pilot"),
            "items": words("번호로 된 설문 응답과 일지 글", "Answers and diary words, under a number"),
            "retention": words("분석을 마칠 때까지, 길어도 1년", "Until the analysis is done, a year at most"),
        }],
    },
    "contact": {
        "title": words("끝난 뒤에도 소식 묻기", "Being asked again afterwards"),
        "purpose": words("결과가 나온 뒤 여섯 달과 열두 달에 지금은 어떤지 여쭙니다.",
                         "To ask how it is six and twelve months after the result."),
        "items": words("소식을 받는 방법, 1~5점과 남기신 말", "How you are reached, a rating, your words"),
        "retention": words("결과가 나온 뒤 13개월까지", "Until 13 months after the result"),
        "easy": words("끝난 뒤에 “지금은 어때요?” 하고 물어봐요. 싫으면 언제든 그만둘 수 있어요.",
                      "Later we ask how it is now. You can stop that at any time."),
    },
}  # fmt: skip
ASKED_IN = {
    "well-being": ("photos", "health", "partner", "contact"),
    "on-demand-bus": ("photos", "contact"),
    "kiosk": ("contact",),
    "hospital-company": ("contact",),
}
LEFT = {
    "well-being": [("burden", "날마다 적기가 벅찼어요", True), ("health", "", False), ("", "", False)],
    "night-room": [("moved", "이사를 가게 되었습니다", True), ("time", "", False)],
}  # fmt: skip
SAID = [
    "전보다 훨씬 편해졌어요.", "처음엔 좋았는데 요즘은 고장이 잦아요.", "어머니가 혼자서도 쓰십니다.",
    "달라진 걸 잘 모르겠어요.", "다른 곳에도 생겼으면 좋겠습니다.", "안내가 더 크게 보이면 좋겠어요.",
    "", "", "",
]  # fmt: skip


def play_apart(cast: Cast, pilots: dict[str, Pilot], now: datetime) -> None:
    rng = random.Random(SEED)
    for key, purposes in ASKED_IN.items():
        _ask_for_more(pilots[key], purposes, rng, now)
    for key, people in LEFT.items():
        _leave(cast, pilots[key], people, now)
    well_being = pilots["well-being"]
    hand_out(pilot=well_being, what="diaries", by=well_being.manager, at=now - timedelta(days=6))
    _ask_again(cast, rng, now)


def _ask_for_more(pilot: Pilot, purposes, rng: random.Random, now: datetime) -> None:
    at = pilot.created_at + timedelta(hours=2)
    for covers in purposes:
        extra = write_extra(
            pilot=pilot, covers=covers, by=pilot.manager, at=at, refusal=REFUSAL, **TEXTS[covers]
        )
        _say(pilot, extra, rng, now)


def _say(pilot: Pilot, extra: ExtraConsent, rng: random.Random, now: datetime) -> None:
    places = pilot.participations.filter(
        status__in=[*TAKES_PART, Status.COMPLETED], panelist__person__isnull=False
    )
    for place in places.select_related("panelist__person", "pilot").order_by("pk"):
        say(
            participation=place, extra=extra, given=rng.random() < 0.8, by=place.panelist.person,
            at=min(place.created_at + timedelta(days=30), now),
        )  # fmt: skip


def _leave(cast: Cast, pilot: Pilot, people, now: datetime) -> None:
    ours = {person.pk for person in cast.by_email.values()}  # whom one signs in as
    places = pilot.participations.filter(status__in=TAKES_PART, panelist__person__isnull=False)
    staying = places.exclude(panelist__person__in=ours).select_related("panelist__person", "pilot")
    for days, (place, (kind, reason, erase)) in enumerate(
        zip(staying.order_by("-pk"), people, strict=False), start=3
    ):
        withdraw(
            participation=place, by=place.panelist.person, kind=kind, reason=reason, erase=erase,
            at=now - timedelta(days=days),
        )  # fmt: skip


def _ask_again(cast: Cast, rng: random.Random, now: datetime) -> None:
    """At each turn that came in the last year, as the clock would have done."""
    turns = turns_between(now - timedelta(days=365), now)
    for pilot, turn, came in sorted(turns, key=lambda row: (row[2], row[0])):
        at = came + AFTER[turn]
        if at <= now:
            ask_again(pilot=Pilot.objects.get(pk=pilot), turn=turn, at=at)
            _answer(cast, pilot, turn, rng, at, now)


def _answer(cast: Cast, pilot: int, turn: str, rng, at: datetime, now: datetime) -> None:
    for asked in AskedAgain.objects.filter(pilot=pilot, turn=turn).order_by("pk"):
        later = at + timedelta(hours=rng.randint(2, 160))
        if asked.person_id == cast.resident.pk or later > now or rng.random() > 0.62:
            continue
        answer(asked=asked, rating=rng.choice([2, 3, 4, 4, 5]), text=rng.choice(SAID), at=later)
        if rng.random() < 0.05:
            stop(asked=asked, at=later)
