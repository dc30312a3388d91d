"""A survey asked one section at a time, with questions of many kinds; some people are still at it."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from city.words import words
from livinglab.demo.people import Cast
from surveys.answer import answer
from surveys.build.bank import AGREE, SATISFIED
from surveys.make import create_survey
from surveys.panel import panelist_for
from surveys.save import save_answers
from surveys.waves import open_wave


def _option(code: str, ko: str, en: str) -> dict[str, str]:
    return {"code": code, "ko": ko, "en": en}


SECTIONS = [
    {"title": words("평소 다니는 길", "How you get around")},
    {"title": words("버스 정류장", "Bus stops"),
     "intro": words("가장 자주 이용하는 정류장 한 곳을 떠올려 주세요.",
                    "Think of the stop that you use most.")},
    {"title": words("무엇부터 고칠까요?", "What should come first?")},
]  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [
    {"code": "means", "kind": "multiple", "section": 1, "has_other": True, "shuffles": True,
     "words": words("지난 한 주 동안 이용한 것을 모두 골라 주세요.", "What have you used last week?"),
     "options": [_option("bus", "시내버스", "City bus"), _option("train", "지하철", "Metro"),
                 _option("bike", "자전거", "Bicycle"), _option("car", "승용차", "Car"),
                 _option("none", "나간 적이 없다", "I stayed at home")]},
    {"code": "why_not", "kind": "short", "section": 1, "is_required": False,
     "shown_if": {"question": "means", "any_of": ["car"]},
     "words": words("버스 대신 승용차를 이용한 까닭은 무엇입니까?", "Why the car and not the bus?")},
    {"code": "age", "kind": "single", "section": 1, "is_profile": True, "is_required": False,
     "words": words("나이대를 골라 주세요.", "Your age"),
     "options": [_option("14-39", "14~39세", "14 to 39"), _option("40-64", "40~64세", "40 to 64"),
                 _option("65", "65세 이상", "65 and over")]},
    {"code": "stop", "kind": "place", "section": 2, "is_required": False,
     "words": words("그 정류장은 어디입니까?", "Where is that stop?"),
     "hint": words("공개되는 자료에는 동 이름만 실립니다.", "Only the district is published.")},
    {"code": "stop_is", "kind": "matrix", "section": 2, "options": SATISFIED,
     "words": words("그 정류장에 얼마나 만족하십니까?", "How satisfied are you with it?"),
     "rows": [_option("shade", "비와 햇볕을 피할 곳", "Shelter"), _option("seat", "앉을 자리", "Seats"),
              _option("light", "밤의 밝기", "Light at night"),
              _option("told", "도착 안내", "Arrival display")]},
    {"code": "wait", "kind": "number", "section": 2, "smallest": 0, "largest": 120,
     "unit": words("분", "minutes"), "is_required": False,
     "words": words("보통 몇 분 기다리십니까?", "How long do you usually wait?")},
    {"code": "photo", "kind": "photo", "section": 2, "is_required": False,
     "words": words("고쳐야 할 곳의 사진이 있으면 올려 주세요.", "A photo of what needs mending"),
     "hint": words("얼굴이나 차량 번호가 나오지 않게 찍어 주세요.", "Without faces or number plates.")},
    {"code": "first", "kind": "ranking", "section": 3, "largest": 3, "shuffles": True,
     "words": words("먼저 해야 할 것 세 가지를 순서대로 골라 주세요.", "Which three should come first?"),
     "options": [_option("seats", "의자 놓기", "Seats"), _option("shades", "그늘막", "Shades"),
                 _option("display", "도착 안내판", "Arrival displays"),
                 _option("lamps", "조명", "Lamps"), _option("crossing", "앞 건널목", "The crossing in front")]},
    {"code": "heard", "kind": "scale", "section": 3, "options": AGREE,
     "words": words("주민의 의견이 정류장에 반영되고 있다고 생각하십니까?",
                    "Do you feel that residents are heard?")},
    {"code": "wish", "kind": "text", "section": 3, "is_required": False,
     "words": words("더 하실 말씀이 있으면 적어 주세요.", "Anything else?")},
]  # fmt: skip
ANSWERED, STILL_AT_IT = 42, 5


def play_sections(cast: Cast, now: datetime) -> None:
    opens = now - timedelta(days=6)
    survey = create_survey(
        title=words("버스 정류장, 무엇부터 고칠까요?", "Bus stops: what should come first?"),
        intro=words(
            "내년에 손볼 정류장을 고르는 데 씁니다. 5분쯤 걸리며, 중간에 쉬었다가 이어서 하실 수 있습니다.",
            "Helps to choose the stops of next year. About five minutes; you can pause and go on.",
        ),
        method=words(
            "누리집에서 계정이 있는 사람 누구나 한 번 답했습니다. 표본을 뽑지 않았습니다.",
            "Anybody with an account could answer once on this site. No sample was drawn.",
        ),
        sections=SECTIONS, questions=QUESTIONS, is_public=True, by_section=True,
        by=cast.manager, at=opens - timedelta(days=2),
    )  # fmt: skip
    wave = open_wave(
        survey=survey, kind="once", opens_at=opens, closes_at=now + timedelta(days=15), at=opens
    )
    rng = Random("sections")  # of its own, so that what is played after it stays as it was
    people = rng.sample(cast.residents, ANSWERED + STILL_AT_IT)
    for number, person in enumerate(people):
        at = opens + timedelta(days=rng.uniform(0, 6))
        panelist = panelist_for(panel=survey.panel, person=person)
        answers = _answers(rng)
        if number < ANSWERED:
            answer(wave=wave, panelist=panelist, answers=answers, level=person.level, at=at)
        else:
            begun = {code: answers[code] for code in ("means", "age")}
            save_answers(wave=wave, panelist=panelist, answers=begun, section=2, at=at)


def _answers(rng: Random) -> dict[str, Any]:
    means = rng.sample(["bus", "train", "bike", "car"], rng.randint(1, 3))
    first = rng.sample(["seats", "shades", "display", "lamps", "crossing"], 3)
    return {
        "means": means,
        "why_not": "갈아타는 데 오래 걸려서",
        "age": rng.choice(["14-39", "40-64", "65"]),
        "stop_is": {row: _level(rng) for row in ("shade", "seat", "light", "told")},
        "wait": rng.randint(2, 25),
        "first": first,
        "heard": _level(rng),
    }


def _level(rng: Random) -> int:
    return min(5, max(1, round(rng.gauss(2.8, 1.0))))
