"""The tables of the extract: their columns, and what each one means, in both languages.

The Parquet schema, the data dictionaries of the open data and the names in reports/figures.py
all come from this list.
"""

from reports.extract import tables_openness
from reports.extract.columns import (
    CATEGORY,
    DATE,
    DEGREES,
    DEPARTMENT,
    DISTRICT,
    FLAG,
    INT,
    MONTH,
    MONTHS,
    NUMBER,
    PEOPLE,
    PILOT,
    PLACES,
    PROPOSAL,
    PROPOSALS_UNIT,
    SQUARE_METRES,
    TEXT,
    TIME,
    TIMES,
    WON,
    WORKING_DAYS,
    Table,
    c,
)

IN_TIME_NOTE = (
    "참: 기한 안에 함, 거짓: 기한을 넘김(아직 하지 않은 것 포함), 빈칸: 기한이 아직 오지 않음",
    "true: in time; false: late, also when still missing; blank: not due yet",
)

PROPOSALS = Table("proposals", (
    c("id", INT, "제안 번호", "proposal", "주소 /proposals/번호/ 의 번호", "as in /proposals/<id>/"),
    CATEGORY, DISTRICT,
    c("dong", TEXT, "읍면동", "name of the district"),
    c("created_at", TIME, "접수 시각", "received"),
    MONTH,
    c("level", TEXT, "본인확인 단계", "level"),
    c("channel", TEXT, "접수 경로", "channel", "web, kiosk, desk, phone, paper, import",
      "web, kiosk, desk, phone, paper, import"),
    c("call", TEXT, "제안 공모", "call"),
    c("status", TEXT, "상태", "status", "기준 시각의 상태", "as of the stated time"),
    c("outcome", TEXT, "종결 결과", "outcome", "종결된 제안에만 있음", "only of closed proposals"),
    c("in_part", FLAG, "부분 채택", "accepted in part"),
    c("lon", NUMBER, "경도", "longitude", "WGS84. 집이나 직장 앞은 격자로 옮긴 위치",
      "WGS84; places near a home are moved to a grid", unit=DEGREES),
    c("lat", NUMBER, "위도", "latitude", "WGS84", "WGS84", unit=DEGREES),
    c("support", INT, "공감", "support", unit=TIMES),
    c("first_look_due_at", TIME, "첫 검토 기한", "first look due"),
    c("first_look_at", TIME, "첫 검토 시각", "first look"),
    c("first_look_in_time", FLAG, "기한 내 첫 검토", "first look in time", *IN_TIME_NOTE),
    c("answer_due_at", TIME, "답변 기한", "answer due", "연장한 뒤의 기한. 답변하면 빈칸",
      "after extensions; blank once answered"),
    c("first_due_at", TIME, "처음 답변 기한", "answer first due", "연장하지 않았을 때의 기한",
      "had it not been extended"),
    c("extensions", INT, "기한 연장 횟수", "times extended", unit=TIMES),
    c("answered_at", TIME, "답변 시각", "answered"),
    c("answered_in_time", FLAG, "기한 내 답변", "answered in time", *IN_TIME_NOTE),
    c("answer_working_days", INT, "답변까지 근무일", "working days to the answer",
      "접수 다음 날부터 답변한 날까지의 근무일", "from the day after receipt to the day of the answer",
      unit=WORKING_DAYS),
    DEPARTMENT,
    c("merged_into", INT, "합쳐진 제안", "merged into"),
))  # fmt: skip

SUPPORT_EVENTS = Table("support_events", (
    PROPOSAL,
    c("change", INT, "변화", "change", "1: 공감, -1: 취소", "1: given, -1: taken back"),
    c("via", TEXT, "경로", "via", "own: 직접, merge: 제안을 합치며 옮겨 옴",
      "own: by the person; merge: brought by a merge"),
    c("level", TEXT, "본인확인 단계", "level"),
    c("channel", TEXT, "접수 경로", "channel"),
    c("at", TIME, "시각", "at"),
    MONTH,
))  # fmt: skip

DECISIONS = Table("decisions", (
    c("id", INT, "번호", "decision"),
    PROPOSAL,
    c("at", TIME, "시각", "at"),
    MONTH,
    c("before_status", TEXT, "이전 상태", "status before"),
    c("before_outcome", TEXT, "이전 종결 결과", "outcome before"),
    c("status", TEXT, "상태", "status"),
    c("outcome", TEXT, "종결 결과", "outcome"),
    c("in_part", FLAG, "부분 채택", "accepted in part"),
    c("mover", TEXT, "처리 주체", "moved by", "officer 담당자, author 제안자, clock 기한, pilot 실증",
      "officer, author, clock or pilot"),
    DEPARTMENT,
))  # fmt: skip

COMMITMENTS = Table("commitments", (
    c("id", INT, "약속 번호", "commitment"),
    PROPOSAL, CATEGORY, DISTRICT,
    c("made_at", TIME, "약속한 시각", "promised"),
    MONTH, DEPARTMENT,
    c("first_due_month", DATE, "처음 약속한 달", "first due month"),
    c("due_month", DATE, "현재 약속한 달", "due month now"),
    c("state", TEXT, "상태", "state"),
    c("done_at", TIME, "반영한 시각", "done"),
    c("kept_on_time", FLAG, "처음 약속한 달까지 반영", "kept by the first due month", *IN_TIME_NOTE),
    c("is_overdue", FLAG, "현재 약속한 달이 지남", "past its due month"),
    c("amount", INT, "금액(원)", "amount (won)", unit=WON),
    c("sites_planned", INT, "약속한 곳", "places planned", unit=PLACES),
    c("sites_done", INT, "마친 곳", "places done", unit=PLACES),
))  # fmt: skip

CONFIRMATIONS = Table("confirmations", (
    c("commitment", INT, "약속 번호", "commitment"),
    PROPOSAL, CATEGORY, DISTRICT,
    c("round", INT, "물은 때", "round", "반영 뒤 몇 달", "months after it was done", unit=MONTHS),
    c("asked_at", TIME, "물은 시각", "asked"),
    MONTH,
    c("answer", TEXT, "답", "answer", "yes, no, unsure. 빈칸은 무응답",
      "yes, no, unsure; blank: no answer"),
))  # fmt: skip

PILOTS = Table("pilots", (
    c("id", INT, "실증 번호", "pilot", "주소 /pilots/번호/ 의 번호", "as in /pilots/<id>/"),
    c("title_ko", TEXT, "제목", "title in Korean"),
    c("title_en", TEXT, "제목(영문)", "title in English"),
    c("origin", TEXT, "발의", "origin"),
    c("stage", TEXT, "단계", "stage", "기준 시각의 단계", "as of the stated time"),
    c("verdict", TEXT, "실증 결과", "result", "결과가 확정된 실증에만 있음", "only of concluded pilots"),
    MONTH,
    c("starts_on", DATE, "시작일", "starts on"),
    c("ends_on", DATE, "종료일", "ends on"),
    c("running_from", DATE, "실증 시작일", "in the street from"),
    c("concluded_at", TIME, "결과 확정 시각", "concluded"),
    c("takes_participants", FLAG, "참여자 모집", "with participants"),
    c("has_budget", FLAG, "예산 있음", "has a budget"),
    c("budget_planned", INT, "예산(원)", "budget in won", unit=WON),
    c("budget_spent", INT, "집행액(원)", "spent in won", unit=WON),
    DEPARTMENT,
    c("proposals", INT, "관련 제안 수", "proposals taken up", unit=PROPOSALS_UNIT),
))  # fmt: skip

SITES = Table("sites", (
    c("id", INT, "장소 번호", "site"),
    PILOT,
    c("name_ko", TEXT, "장소", "name in Korean"),
    c("name_en", TEXT, "장소(영문)", "name in English"),
    c("arm", TEXT, "역할", "role", "test: 실증, comparison: 비교", "test or comparison"),
    c("lon", NUMBER, "경도", "longitude", "WGS84", "WGS84", unit=DEGREES),
    c("lat", NUMBER, "위도", "latitude", "WGS84", "WGS84", unit=DEGREES),
    DISTRICT,
))  # fmt: skip

PARTICIPATIONS = Table("participations", (
    PILOT,
    c("status", TEXT, "참여 상태", "status"),
    c("takes_part", FLAG, "참여자", "takes part", "동의했고 그만두지 않음", "consented and did not leave"),
))  # fmt: skip

ASKED_AGAIN = Table("asked_again", (
    PILOT,
    c("turn", TEXT, "물은 때", "turn",
      "running 시작, ended 종료, concluded 결과 확정, months6·months12 여섯·열두 달 뒤",
      "running, ended, concluded, months6, months12"),
    c("came_as", TEXT, "구분", "came as", "author 제안, backer 공감, member 참여",
      "author, backer or member"),
    c("asked_at", TIME, "물은 시각", "asked"),
    c("answered", FLAG, "답함", "answered"),
))  # fmt: skip

MEASURES = Table("measures", (
    c("id", INT, "지표 번호", "measure"),
    PILOT,
    c("code", TEXT, "지표 코드", "code"),
    c("name_ko", TEXT, "지표", "name in Korean"),
    c("name_en", TEXT, "지표(영문)", "name in English"),
    c("unit_ko", TEXT, "단위", "unit in Korean"),
    c("unit_en", TEXT, "단위(영문)", "unit in English"),
    c("direction", TEXT, "좋은 방향", "better is", "up: 높을수록, down: 낮을수록", "up or down"),
    c("definition_ko", TEXT, "정의", "definition in Korean"),
    c("definition_en", TEXT, "정의(영문)", "definition in English"),
    c("source", TEXT, "자료", "source"),
    c("target", NUMBER, "목표", "target"),
    c("is_primary", FLAG, "주 지표", "primary measure"),
))  # fmt: skip

OBSERVATIONS = Table("observations", (
    c("id", INT, "측정값 번호", "observation"),
    c("measure", INT, "지표 번호", "measure", "measures 표의 id", "id in measures"),
    PILOT,
    c("site", INT, "장소 번호", "site", "sites 표의 id. 빈칸은 장소 구분 없음", "id in sites; blank: none"),
    c("at", TIME, "측정 시각", "at"),
    c("period", TEXT, "구간", "period", "before: 사전, after: 실증 기간, follow: 후속 관찰. 빈칸은 비교에 쓰지 않음",
      "before, after or follow (follow-up); blank: not compared"),
    c("value", NUMBER, "측정값", "value"),
))  # fmt: skip

SURVEY_ANSWERS = Table("survey_answers", (
    c("survey", INT, "설문 번호", "survey"),
    c("row", INT, "응답 줄", "row", "섞은 순서. 사람을 가리키지 않음", "shuffled; points to nobody"),
    c("column", TEXT, "항목", "column", "회차 또는 문항 코드", "wave or code of the question"),
    c("value", TEXT, "값", "value"),
))  # fmt: skip

DISTRICTS = Table("districts", (
    c("code", TEXT, "읍면동 코드", "code"),
    c("kostat_code", TEXT, "통계청 코드", "KOSTAT code"),
    c("name_ko", TEXT, "읍면동", "name in Korean"),
    c("name_en", TEXT, "읍면동(영문)", "name in English"),
    c("area_m2", NUMBER, "면적(㎡)", "area in m²", unit=SQUARE_METRES),
    c("persons", INT, "인구", "residents", unit=PEOPLE),
    c("population_on", DATE, "인구 기준일", "residents as of"),
    c("valid_from", DATE, "경계 시작일", "boundary valid from"),
    c("valid_to", DATE, "경계 종료일", "boundary valid to"),
    c("is_current", FLAG, "현재 읍면동", "in force now"),
    c("source", TEXT, "출처", "source"),
    c("outline", TEXT, "경계", "outline", "GeoJSON", "GeoJSON"),
))  # fmt: skip

POPULATION = Table("population", (
    DISTRICT,
    c("on", DATE, "기준일", "as of"),
    c("sex", TEXT, "성별", "sex", "빈칸은 전체", "blank: all"),
    c("age_band", TEXT, "나이대", "age band",
      "빈칸은 전체. 빈칸만 있는 읍면동은 나이별 인구를 알 수 없음. unknown은 나이 미상",
      "blank: all; where there are only blanks, ages are not known; unknown: age not known"),
    c("persons", INT, "인구", "residents", unit=PEOPLE),
    c("source", TEXT, "출처", "source"),
))  # fmt: skip

CATEGORIES = Table("categories", (
    c("code", TEXT, "분야 코드", "code"),
    c("name_ko", TEXT, "분야", "name in Korean"),
    c("name_en", TEXT, "분야(영문)", "name in English"),
    DEPARTMENT,
))  # fmt: skip

DEPARTMENTS = Table("departments", (
    c("code", TEXT, "부서 코드", "code"),
    c("name_ko", TEXT, "부서", "name in Korean"),
    c("name_en", TEXT, "부서(영문)", "name in English"),
))  # fmt: skip

WHO = Table("people", (
    DISTRICT,
    c("age_band", TEXT, "나이대", "age band", "빈칸은 밝히지 않음", "blank: did not say"),
    c("sex", TEXT, "성별", "sex", "빈칸은 밝히지 않음", "blank: did not say"),
))  # fmt: skip

TABLES: tuple[Table, ...] = (
    PROPOSALS, SUPPORT_EVENTS, DECISIONS, COMMITMENTS, CONFIRMATIONS, PILOTS, SITES, PARTICIPATIONS,
    ASKED_AGAIN, MEASURES, OBSERVATIONS, SURVEY_ANSWERS, DISTRICTS, POPULATION, CATEGORIES, DEPARTMENTS,
    WHO, *tables_openness.TABLES,
)  # fmt: skip

# How the rows lie in the extract: what all rows of a month or of a measure have in common is added
# where they are read, so that a part stays as it is when a pilot goes on.
ADDED = {
    "support_events": ("month",), "decisions": ("month",), "observations": ("pilot", "period"),
}  # fmt: skip
PERIODS = Table("periods", (
    c("measure", INT, "", ""), PILOT,
    c("before_from", DATE, "", ""), c("before_until", DATE, "", ""),
    c("after_from", DATE, "", ""), c("after_until", DATE, "", ""),
    c("follow_from", DATE, "", ""), c("follow_until", DATE, "", ""),
))  # fmt: skip
STORED: tuple[Table, ...] = (
    *(Table(table.name, table.without(*ADDED.get(table.name, ()))) for table in TABLES),
    PERIODS,
)
