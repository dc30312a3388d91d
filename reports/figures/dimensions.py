"""By what figures are cut, and what each dimension is called on a page."""

from city.words import Words, words

# The order in which a cut's parts are written: "category=walking;district=…;month=…".
DIMENSIONS = (
    "category", "district", "month", "stage", "verdict", "level", "channel", "pilot", "measure",
    "turn", "status", "outcome", "step", "call", "department", "age", "sex", "content", "reason",
    "fund", "year", "budget", "partner", "leaving",
)  # fmt: skip

NAMES: dict[str, Words] = {
    "category": words("분야", "Category"),
    "district": words("읍면동", "District"),
    "month": words("달", "Month"),
    "stage": words("단계", "Stage"),
    "verdict": words("실증 결과", "Result"),
    "level": words("본인확인 단계", "Level"),
    "channel": words("접수 경로", "Channel"),
    "pilot": words("실증", "Pilot"),
    "measure": words("지표", "Measure"),
    "turn": words("물은 때", "When asked"),
    "status": words("상태", "State"),
    "outcome": words("종결 결과", "Outcome"),
    "step": words("단계", "Step"),
    "call": words("제안 공모", "Call"),
    "department": words("부서", "Department"),
    "age": words("나이대", "Age"),
    "sex": words("성별", "Sex"),
    "content": words("글의 종류", "Kind of text"),
    "reason": words("어긴 규칙", "Rule it broke"),
    "fund": words("재원", "Source of the money"),
    "year": words("회계연도", "Year"),
    "budget": words("예산", "Budget"),
    "partner": words("협력 기관", "Partner"),
    "leaving": words("참여의 끝", "How it ended"),
}

# From receipt to the residents' word, in the order in which they are read.
STEPS: dict[str, Words] = {
    "received": words("접수", "received"),
    "answered": words("답변", "answered"),
    "accepted": words("채택", "accepted"),
    "piloting": words("실증", "piloted"),
    "planned": words("반영 예정", "planned"),
    "done": words("반영 완료", "done"),
    "confirmed": words("주민 확인", "confirmed by residents"),
}
SILENT = {"silent": words("밝히지 않음", "did not say")}
SEXES: dict[str, Words] = {"f": words("여성", "Women"), "m": words("남성", "Men"), **SILENT}
AGES: dict[str, Words] = {
    **{f"{age}-{age + 9}": words(f"{age}~{age + 9}세", f"{age}–{age + 9}") for age in range(0, 80, 10)},
    "80+": words("80세 이상", "80 and over"),
    **SILENT,
}  # fmt: skip
# Whether a pilot has money of its own: 비예산 is a budget too.
BUDGETS: dict[str, Words] = {
    "own": words("자체 예산", "its own"),
    "shared": words("공동 예산", "shared with other pilots"),
    "none": words("비예산", "without a budget"),
    "open": words("아직 적지 않음", "not written yet"),
}
STAYED: dict[str, Words] = {
    "still": words("참여 중", "taking part"),
    "completed": words("끝까지 참여", "went to the end"),
}
LEFT_SILENT = {"silent": words("그만둠: 까닭을 밝히지 않음", "left: did not say why")}


def cut_key(cut: dict[str, str]) -> str:
    """{"district": "41…", "category": "walking"} → "category=walking;district=41…"."""
    return ";".join(f"{name}={cut[name]}" for name in DIMENSIONS if name in cut)
