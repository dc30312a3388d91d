"""Standard questions, worded once so that surveys can be compared."""

from city.words import Words, words
from surveys.build.rules import Row
from surveys.models import Question

Kind = Question.Kind


def _scale(*steps: tuple[str, str]) -> dict[str, Words]:
    return {
        name: words(*said) for name, said in zip(("low", "2", "3", "4", "high"), steps, strict=True)
    }


AGREE = _scale(
    ("전혀 그렇지 않다", "Strongly disagree"), ("그렇지 않다", "Disagree"), ("보통이다", "Neither"),
    ("그렇다", "Agree"), ("매우 그렇다", "Strongly agree"),
)  # fmt: skip
SATISFIED = _scale(
    ("매우 불만족", "Very dissatisfied"), ("불만족", "Dissatisfied"), ("보통", "Neither"),
    ("만족", "Satisfied"), ("매우 만족", "Very satisfied"),
)  # fmt: skip
EASY = _scale(
    ("매우 어려웠다", "Very hard"), ("어려웠다", "Hard"), ("보통이었다", "Neither"),
    ("쉬웠다", "Easy"), ("매우 쉬웠다", "Very easy"),
)  # fmt: skip
SAFE = _scale(
    ("매우 불안하다", "Very unsafe"), ("불안하다", "Unsafe"), ("보통이다", "Neither"),
    ("안전하다", "Safe"), ("매우 안전하다", "Very safe"),
)  # fmt: skip


def _option(code: str, ko: str, en: str) -> dict[str, str]:
    return {"code": code, "ko": ko, "en": en}


BANK: list[Row] = [
    {"code": "satisfaction", "kind": Kind.SCALE, "options": SATISFIED,
     "words": words("전반적으로 얼마나 만족하십니까?", "Overall, how satisfied are you?")},
    {"code": "ease", "kind": Kind.SCALE, "options": EASY,
     "words": words("이용하기가 얼마나 쉬웠습니까?", "How easy was it to use?")},
    {"code": "safety", "kind": Kind.SCALE, "options": SAFE,
     "words": words("이곳을 지날 때 얼마나 안전하다고 느끼십니까?", "How safe do you feel here?")},
    {"code": "useful", "kind": Kind.SCALE, "options": AGREE,
     "words": words("생활에 도움이 되었습니까?", "Has it been of use in your daily life?")},
    {"code": "trust", "kind": Kind.SCALE, "options": AGREE,
     "words": words("주민의 의견이 반영되고 있다고 생각하십니까?",
                    "Do you feel that what residents say is taken up?")},
    {"code": "again", "kind": Kind.SINGLE,
     "words": words("앞으로도 이용하시겠습니까?", "Would you go on using it?"),
     "options": [_option("yes", "예", "Yes"), _option("no", "아니요", "No"),
                 _option("unsure", "잘 모르겠다", "Not sure")]},
    {"code": "how_often", "kind": Kind.SINGLE,
     "words": words("얼마나 자주 이용하십니까?", "How often do you use it?"),
     "options": [_option("daily", "거의 날마다", "Nearly every day"),
                 _option("weekly", "한 주에 한두 번", "Once or twice a week"),
                 _option("monthly", "한 달에 한두 번", "Once or twice a month"),
                 _option("rarely", "거의 이용하지 않는다", "Hardly ever")]},
    {"code": "aspects", "kind": Kind.MATRIX, "options": SATISFIED, "is_required": False,
     "words": words("다음 각각에 얼마나 만족하십니까?", "How satisfied are you with each of these?"),
     "rows": [_option("safe", "안전", "Safety"), _option("easy", "이용 편의", "Ease of use"),
              _option("clean", "청결과 관리", "Upkeep"), _option("told", "안내와 설명", "Information")]},
    {"code": "spot", "kind": Kind.PLACE, "is_required": False,
     "words": words("특히 살펴야 할 곳을 지도에서 골라 주세요.", "Mark the spot that needs a look."),
     "hint": words("공개되는 자료에는 동 이름만 실립니다.", "Only the district is published.")},
    {"code": "age", "kind": Kind.SINGLE, "is_profile": True, "is_required": False,
     "words": words("나이대를 골라 주세요.", "Your age"),
     "options": [_option("14-19", "14~19세", "14 to 19"), _option("20-39", "20~39세", "20 to 39"),
                 _option("40-59", "40~59세", "40 to 59"), _option("60-74", "60~74세", "60 to 74"),
                 _option("75", "75세 이상", "75 and over")]},
    {"code": "sex", "kind": Kind.SINGLE, "is_profile": True, "is_required": False,
     "words": words("성별을 골라 주세요.", "Your sex"),
     "options": [_option("f", "여성", "Female"), _option("m", "남성", "Male")]},
    {"code": "wish", "kind": Kind.TEXT, "is_required": False,
     "words": words("고쳤으면 하는 점을 적어 주세요.", "What should be better?"),
     "hint": words("이름이나 연락처는 적지 마세요.", "Please leave out names and contact details.")},
]  # fmt: skip


def from_bank(code: str) -> Row | None:
    return next((dict(row) for row in BANK if row["code"] == code), None)
