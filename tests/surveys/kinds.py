"""A question of every kind, and an answer to each."""

from city.words import words

LEVELS = {
    "low": words("매우 나쁨", "Very bad"),
    "3": words("보통", "Fair"),
    "high": words("매우 좋음", "Very good"),
}
TRIPS = [{"code": "bus", "ko": "버스", "en": "Bus"}, {"code": "bike", "ko": "자전거"},
         {"code": "walk", "ko": "걷기"}]  # fmt: skip


def question(kind, code=None, **fields):
    return {
        "code": code or kind,
        "kind": kind,
        "words": words(f"{code or kind} 질문", kind),
    } | fields


EVERY_KIND = [
    question("single", options=TRIPS, has_other=True),
    question("multiple", options=[*TRIPS, {"code": "none", "ko": "해당 없음"}], has_other=True,
             largest=3),
    question("scale", options=LEVELS),
    question("matrix", options=LEVELS, rows=[{"code": "clean", "ko": "청결"}, {"code": "safe", "ko": "안전"}]),
    question("ranking", options=TRIPS),
    question("number", smallest=0, largest=300, unit=words("초", "seconds")),
    question("date"),
    question("short"),
    question("text"),
    question("place", is_required=False),
    question("photo", is_required=False),
]  # fmt: skip
GOOD_OF_ALL = {
    "single": "other", "single.other": "지하철", "multiple": ["bus", "walk"], "scale": 4,
    "matrix": {"clean": 5, "safe": 2}, "ranking": ["walk", "bus", "bike"], "number": 12.5,
    "date": "2026-05-31", "short": "짧은 답", "text": "긴 답",
}  # fmt: skip
