"""Two surveys for everybody: one that has closed, one that is open."""

from datetime import datetime, timedelta

from city.words import Words, words
from livinglab.demo.people import Cast
from surveys.answer import answer
from surveys.make import create_survey
from surveys.models import Survey, Wave
from surveys.panel import panelist_for
from surveys.waves import open_wave

SUMMER = {
    "title": words("올여름 더위, 어떻게 나셨습니까?", "How did you get through the summer?"),
    "intro": words(
        "그늘과 쉼터를 어디에 더 둘지 정하는 데 씁니다. 3분이면 됩니다.",
        "Helps to decide where shade and cool rooms are needed. Three minutes.",
    ),
    "questions": [
        {
            "code": "hottest",
            "kind": "single",
            "words": words("가장 견디기 힘들었던 곳은 어디입니까?", "Where was it hardest?"),
            "options": [
                {"code": "home", "ko": "집", "en": "at home"},
                {"code": "stop", "ko": "버스 정류장", "en": "at the bus stop"},
                {"code": "street", "ko": "걷는 길", "en": "walking"},
                {"code": "work", "ko": "일터", "en": "at work"},
            ],
        },
        {
            "code": "shelter",
            "kind": "scale",
            "words": words("무더위 쉼터는 가기 쉬웠습니까?", "Was a cooling room easy to reach?"),
            "options": {
                "low": {"ko": "전혀 아니다", "en": "not at all"},
                "high": {"ko": "아주 그렇다", "en": "very"},
            },
        },
        {
            "code": "wish",
            "kind": "multiple",
            "words": words(
                "내년에 더 있었으면 하는 것을 모두 골라 주세요.", "What do you wish for?"
            ),
            "options": [
                {"code": "trees", "ko": "나무 그늘", "en": "trees"},
                {"code": "shades", "ko": "그늘막", "en": "shades"},
                {"code": "water", "ko": "물 마시는 곳", "en": "drinking water"},
                {"code": "open_late", "ko": "밤까지 여는 쉼터", "en": "cool rooms open at night"},
            ],
        },
    ],
}

WALK = {
    "title": words("밤길 산책로, 얼마나 밝아야 합니까?", "How bright should the river path be?"),
    "intro": words(
        "동물과 잠자는 이웃도 생각해 밝기를 정하려고 합니다.",
        "Wildlife and sleeping neighbours count too.",
    ),
    "questions": [
        {
            "code": "often",
            "kind": "single",
            "words": words("해가 진 뒤 산책로를 얼마나 자주 걸으십니까?", "How often after dark?"),
            "options": [
                {"code": "daily", "ko": "거의 날마다", "en": "nearly every day"},
                {"code": "weekly", "ko": "한 주에 한두 번", "en": "once or twice a week"},
                {"code": "rarely", "ko": "거의 걷지 않는다", "en": "hardly ever"},
            ],
        },
        {
            "code": "safe",
            "kind": "scale",
            "words": words("밤에 걸을 때 마음이 놓이십니까?", "Do you feel safe there at night?"),
            "options": {
                "low": {"ko": "전혀 아니다", "en": "not at all"},
                "high": {"ko": "아주 그렇다", "en": "very"},
            },
        },
        {
            "code": "place",
            "kind": "text",
            "is_required": False,
            "words": words("특히 어두운 곳이 있으면 적어 주세요.", "Any place that is too dark?"),
        },
    ],
}


def play_surveys(cast: Cast, now: datetime) -> None:
    closed = _ask(SUMMER, cast, now - timedelta(days=85), now - timedelta(days=55), kind="once")
    _answer(closed, cast, 148, now - timedelta(days=84), days=27)
    still_open = _ask(WALK, cast, now - timedelta(days=9), now + timedelta(days=21), kind="once")
    _answer(still_open, cast, 63, now - timedelta(days=9), days=8.5)


def _ask(text: dict, cast: Cast, opens: datetime, closes: datetime, kind: str) -> Wave:
    survey = create_survey(
        title=text["title"],
        intro=text["intro"],
        questions=text["questions"],
        is_public=True,
        by=cast.manager,
        at=opens - timedelta(days=2),
    )
    return open_wave(survey=survey, kind=kind, opens_at=opens, closes_at=closes)


def _answer(wave: Wave, cast: Cast, count: int, start: datetime, days: float) -> None:
    survey: Survey = wave.survey
    rng = cast.rng
    for person in cast.some(count):
        answers: dict = {}
        for question in survey.questions.all():
            options: list | dict | Words = question.options
            if question.kind == "scale":
                answers[question.code] = min(5, max(1, round(rng.gauss(2.9, 1.1))))
            elif question.kind == "single":
                answers[question.code] = rng.choice(options)["code"]
            elif question.kind == "multiple":
                picked = rng.sample(options, rng.randint(1, 3))
                answers[question.code] = [option["code"] for option in picked]
        answer(
            wave=wave,
            panelist=panelist_for(panel=survey.panel, person=person),
            answers=answers,
            level=person.level,
            at=start + timedelta(days=rng.uniform(0, days)),
        )
