"""A closed survey about getting around, with every kind of figure: weights, groups, words."""

import random
from datetime import datetime, timedelta
from typing import Any

from city.words import words
from livinglab.demo.people import Cast
from maps.models import District
from surveys.answer import answer
from surveys.figures.texts import review_text
from surveys.figures.weighing import weigh_by
from surveys.make import create_survey
from surveys.models import Response, Survey
from surveys.panel import panelist_for
from surveys.waves import open_wave

SEED, PEOPLE = 20260913, 340
ASKED = timedelta(days=48)

SEX = {
    "code": "sex", "kind": "single", "is_profile": True, "words": words("성별", "Sex"),
    "options": [{"code": "f", "ko": "여성", "en": "Women"}, {"code": "m", "ko": "남성", "en": "Men"}],
}  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [
    {
        "code": "how", "kind": "single",
        "words": words("장을 보러 갈 때 주로 어떻게 가십니까?", "How do you mostly go shopping?"),
        "options": [
            {"code": "walk", "ko": "걸어서", "en": "on foot"},
            {"code": "bus", "ko": "버스나 전철로", "en": "by bus or train"},
            {"code": "car", "ko": "승용차로", "en": "by car"},
            {"code": "bike", "ko": "자전거나 킥보드로", "en": "by bicycle or scooter"},
        ],
    },
    {
        "code": "minutes", "kind": "number", "unit": words("분", "minutes"), "smallest": 0, "largest": 120,
        "words": words("한 번 가는 데 몇 분 걸립니까?", "How many minutes does it take?"),
    },
    {
        "code": "street", "kind": "matrix",
        "words": words("우리 동네 길은 어떻습니까?", "What are the streets around you like?"),
        "options": {"low": words("전혀 아니다", "not at all"), "high": words("아주 그렇다", "very")},
        "rows": [
            {"code": "flat", "ko": "걷기에 평평하다", "en": "even to walk on"},
            {"code": "bright", "ko": "밤에 밝다", "en": "bright at night"},
            {"code": "bench", "ko": "앉아 쉴 곳이 있다", "en": "with places to sit"},
        ],
    },
    {
        "code": "first", "kind": "ranking",
        "words": words("무엇부터 고치면 좋겠습니까?", "What should be mended first?"),
        "options": [
            {"code": "paving", "ko": "깨진 보도블록", "en": "broken paving"},
            {"code": "light", "ko": "어두운 길", "en": "dark paths"},
            {"code": "bench", "ko": "쉴 의자", "en": "benches"},
        ],
    },
    {
        "code": "safe", "kind": "scale",
        "words": words("길을 건널 때 마음이 놓이십니까?", "Do you feel safe crossing streets?"),
        "options": {"low": words("전혀 아니다", "not at all"), "high": words("아주 그렇다", "very")},
    },
    {
        "code": "more", "kind": "text", "is_required": False,
        "words": words("더 하실 말씀이 있으면 적어 주세요.", "Anything else?"),
    },
]  # fmt: skip

SAID = [
    "시장 앞 횡단보도는 신호가 짧아서 짐을 들고 건너기 벅찹니다.",
    "비가 오면 지하차도 옆 인도에 물이 고여 돌아서 다닙니다.",
    "버스 정류장마다 의자가 하나씩만 더 있어도 훨씬 편하겠어요.",
    "유모차를 밀면 턱이 높은 곳이 먼저 보입니다. 한번 같이 걸어 보시면 좋겠습니다.",
    "가로등이 나무에 가려 있습니다. 가지치기만 해도 밝아질 거예요.",
    "밤 열 시가 지나면 개천 쪽 길은 무서워서 큰길로 갑니다.",
    "보행기로 다니는데 보도블록이 들썩여서 자꾸 걸립니다.",
    "학교 앞은 많이 좋아졌습니다. 고맙습니다.",
    "킥보드가 인도 한가운데 서 있는 날이 많습니다.",
]
UNREAD = ["전철역 출구 앞 정리가 필요합니다.", "겨울에 그늘진 골목이 오래 얼어 있어요."]
NOT_SHOWN = "3단지 앞집 김 아무개 씨가 늘 길에 차를 세웁니다."


def play_weighted_survey(cast: Cast, now: datetime) -> None:
    opens = now - timedelta(days=110)
    survey = create_survey(
        title=words("걸어서 장 보러 가는 길", "The way to the shops"),
        intro=words("동네 길을 어디부터 고칠지 정하는 데 씁니다.", "Helps to decide what to mend first."),
        method=words(
            "누리집과 동 주민센터에서 알리고, 누구나 스스로 응답했습니다. 무작위로 뽑은 표본이 아니므로 "
            "성별 인구에 맞춘 가중값을 함께 싣습니다.",
            "Announced on this site and at the community centres; anybody could answer. The sample was "
            "not drawn at random, so that shares weighted by sex are given too.",
        ),
        questions=[*QUESTIONS, SEX, _district()],
        is_public=True,
        by=cast.manager,
        at=opens - timedelta(days=3),
    )  # fmt: skip
    weigh_by(survey=survey, dimensions=["sex"], by=cast.manager)
    _answer(survey, cast, opens)
    _read(survey, cast, now)


def _district() -> dict[str, Any]:
    return {
        "code": "district", "kind": "single", "is_profile": True, "is_required": False,
        "words": words("사시는 동", "Your dong"),
        "options": [
            {"code": each.code, **each.name}
            for each in District.objects.current().without_outline()
        ][:50],
    }  # fmt: skip


def _answer(survey: Survey, cast: Cast, opens: datetime) -> None:
    rng = random.Random(SEED)
    wave = open_wave(survey=survey, kind="once", opens_at=opens, closes_at=opens + ASKED, at=opens)
    dongs = [option["code"] for option in survey.questions.get(code="district").options]
    often = [rng.uniform(0.4, 2.2) for _dong in dongs]
    written = [*SAID, *UNREAD, NOT_SHOWN]
    people = rng.sample(cast.residents, min(PEOPLE, len(cast.residents)))
    for number, person in enumerate(people):
        answers = _of_one(rng, rng.choices(dongs, often)[0])
        if number % 25 == 7 and written:
            answers["more"] = written.pop(0)
        answer(
            wave=wave,
            panelist=panelist_for(panel=survey.panel, person=person),
            answers=answers,
            level=person.level,
            at=opens + timedelta(days=rng.uniform(0.1, 40)),
        )


def _of_one(rng: random.Random, dong: str) -> dict[str, Any]:
    """More women than men answer; they walk more, and feel less safe at night."""
    sex = rng.choices("fm", [66, 34])[0]
    ways = [44, 26, 18, 12] if sex == "f" else [24, 16, 44, 16]
    order = ["paving", "light", "bench"]
    rng.shuffle(order)
    return {
        "sex": sex,
        "district": dong,
        "how": rng.choices(["walk", "bus", "car", "bike"], ways)[0],
        "minutes": max(2, round(rng.gauss(16, 7))),
        "street": {
            "flat": _level(rng, 2.8),
            "bright": _level(rng, 2.5 if sex == "f" else 3.3),
            "bench": _level(rng, 2.2),
        },
        "first": order,
        "safe": _level(rng, 2.9 if sex == "f" else 3.6),
    }


def _level(rng: random.Random, middle: float) -> int:
    return min(5, max(1, round(rng.gauss(middle, 1.1))))


def _read(survey: Survey, cast: Cast, now: datetime) -> None:
    """An officer has read most of the words, and left one out that speaks of a neighbour."""
    question = survey.questions.get(code="more")
    for response in Response.objects.filter(wave__survey=survey).select_related("wave"):
        text = response.answers.get("more")
        if text and text not in UNREAD:
            review_text(
                response=response,
                question=question,
                is_shown=text != NOT_SHOWN,
                by=cast.by_email["officer@demo.test"],
                at=now - timedelta(days=55),
            )
