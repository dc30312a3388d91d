"""공공데이터: which files each dataset holds, cut from the tables of the extract.

A file is one SELECT over the extract; its columns say what the data dictionary says.
"""

from city.words import words
from reports.extract import tables as t
from reports.extract.columns import DATE, FLAG, INT, NUMBER, TEXT, c
from reports.extract.derived import STEPS
from reports.opendata import datasets_openness
from reports.opendata.declare import TOLD_ON, File, Published, whole


def published(slug: str) -> Published | None:
    return next((one for one in DATASETS if one.slug == slug), None)


DEFINITION_COLUMNS = (
    c("key", TEXT, "통계 이름", "figure"),
    c("name_ko", TEXT, "통계", "name in Korean"),
    c("name_en", TEXT, "통계(영문)", "name in English"),
    c("unit_ko", TEXT, "단위", "unit in Korean"),
    c("unit_en", TEXT, "단위(영문)", "unit in English"),
    c("definition_ko", TEXT, "정의", "definition in Korean"),
    c("definition_en", TEXT, "정의(영문)", "definition in English"),
    c("denominator_ko", TEXT, "분모", "counted over, in Korean"),
    c("denominator_en", TEXT, "분모(영문)", "counted over, in English"),
    c("sql", TEXT, "계산식(SQL)", "expression (SQL)", "내부 추출 표에 대한 식", "over the tables of the extract"),
    c("pandas", TEXT, "계산식(pandas)", "expression (pandas)", "내려받은 CSV 파일에 대한 식",
      "over the downloaded CSV files"),
)  # fmt: skip

FIGURE_COLUMNS = (
    c("key", TEXT, "통계 이름", "figure", "definitions 파일의 key", "key in definitions"),
    t.CATEGORY, t.DISTRICT, t.MONTH,
    c("stage", TEXT, "실증 단계", "stage"),
    c("verdict", TEXT, "실증 결과", "result"),
    c("level", TEXT, "본인확인 단계", "level"),
    c("channel", TEXT, "접수 경로", "channel"),
    c("pilot", TEXT, "실증 번호", "pilot"),
    c("measure", TEXT, "지표 코드", "measure"),
    c("turn", TEXT, "물은 때", "turn"),
    c("status", TEXT, "상태", "state"),
    c("outcome", TEXT, "종결 결과", "outcome"),
    c("step", TEXT, "거친 단계", "step"),
    c("call", TEXT, "제안 공모", "call"),
    t.DEPARTMENT,
    c("age", TEXT, "나이대", "age band"),
    c("sex", TEXT, "성별", "sex"),
    c("content", TEXT, "글의 종류", "kind of text"),
    c("reason", TEXT, "어긴 규칙", "rule it broke"),
    c("fund", TEXT, "재원", "source of the money"),
    c("year", TEXT, "회계연도", "year"),
    c("budget", TEXT, "예산", "budget"),
    c("partner", TEXT, "협력 기관", "partner"),
    c("leaving", TEXT, "참여의 끝", "how it ended"),
    c("cut", TEXT, "구분 기준", "cut by", "빈칸은 도시 전체", "blank: the whole city"),
    c("value", NUMBER, "값", "value", "빈칸은 셀 것이 없거나 가린 값", "blank: nothing to count, or hidden"),
    c("n", INT, "분모(n)", "counted over (n)"),
    c("hidden", FLAG, "가림", "hidden", "사람 수가 적어 가림", "too few people"),
    TOLD_ON,
)  # fmt: skip

DATASETS: tuple[Published, ...] = (
    Published(
        "proposals",
        words("제안", "Proposals"),
        words(
            "모든 공개 제안의 분야, 읍면동, 위치, 상태, 공감 수, 답변 기한. 글과 쓴 사람은 들어 있지 않습니다.",
            "Every public proposal with category, district, place, state, support and clocks. "
            "Neither its text nor who wrote it.",
        ),
        (
            whole(t.PROPOSALS, words("제안", "proposals"), without=("level",), order="id", shape="point"),
            whole(STEPS, words("거친 단계", "steps"), order="proposal step"),
            whole(t.CATEGORIES, words("분야", "categories"), order="code"),
            whole(t.DEPARTMENTS, words("부서", "departments"), order="code"),
        ),
        themes=("GOVE", "REGI"),
        keywords=words("제안,시민 참여,리빙랩", "proposals,participation,living lab"),
    ),
    Published(
        "support",
        words("공감", "Support"),
        words(
            "제안마다, 날마다 모인 공감과 취소. 본인확인 단계별 합계는 사람 수가 적으면 합쳐서 싣습니다.",
            "Support given and taken back, by proposal and day. Totals by level are put together "
            "where groups are small.",
        ),
        (
            File(
                "support",
                words("제안별·날짜별 공감", "support by proposal and day"),
                (
                    t.PROPOSAL,
                    c("day", DATE, "날짜", "day", "한국 시각 기준", "Korean time"),
                    t.MONTH,
                    c("given", INT, "공감", "given", unit=t.TIMES),
                    c("taken_back", INT, "취소", "taken back", unit=t.TIMES),
                    c("net", INT, "공감에서 취소를 뺀 값", "given minus taken back", unit=t.TIMES),
                ),
                "SELECT proposal, CAST(\"at\" AS DATE) AS day, month, "
                "CAST(count(*) FILTER (change > 0) AS BIGINT) AS given, "
                "CAST(count(*) FILTER (change < 0) AS BIGINT) AS taken_back, "
                "CAST(sum(change) AS BIGINT) AS net FROM support_events "
                "WHERE via = 'own' GROUP BY ALL",
                "proposal day",
            ),
            File(
                "support_by_level",
                words("본인확인 단계별 공감", "support by level"),
                (
                    c("level", TEXT, "본인확인 단계", "level", "all은 전체", "all: everybody"),
                    c("support", INT, "공감", "support", unit=t.TIMES),
                    TOLD_ON,
                ),
            ),
            File(
                "support_by_channel",
                words("접수 경로별 공감", "support by channel"),
                (
                    c("channel", TEXT, "접수 경로", "channel", "all은 전체", "all: everybody"),
                    c("support", INT, "공감", "support", unit=t.TIMES),
                    TOLD_ON,
                ),
            ),
        ),
        themes=("GOVE", "SOCI"),
        keywords=words("공감,시민 참여", "support,participation"),
    ),
    Published(
        "people",
        words("참여한 사람", "Who takes part"),
        words(
            "제안하거나 공감하거나 실증에 참여한 사람을 사는 곳, 나이대, 성별로 센 수와 그곳의 인구. 밝히기로 "
            "동의한 사람만 나누어 세고, 사람 수가 적은 집단은 가립니다.",
            "People who propose, back or take part by home, age and sex, with the residents. Told apart "
            "are those who agreed to tell; small groups are hidden.",
        ),
        (
            File(
                "people",
                words("참여한 사람", "people taking part"),
                (
                    c("by", TEXT, "구분 기준", "by", "all 모두, district 사는 곳, age 나이대, sex 성별",
                      "all, district, age or sex"),
                    c("group", TEXT, "집단", "group", "silent는 밝히지 않은 사람", "silent: did not say"),
                    c("people", INT, "참여한 사람", "people", "빈칸은 가린 작은 집단", "blank: hidden, too few",
                      unit=t.PEOPLE),
                    c("residents", INT, "인구", "residents", "빈칸은 알 수 없음", "blank: not known",
                      unit=t.PEOPLE),
                    TOLD_ON,
                ),
            ),
        ),
        themes=("SOCI", "GOVE"),
        keywords=words("시민 참여,인구", "participation,population"),
    ),
    Published(
        "decisions",
        words("처리 과정", "Decisions"),
        words(
            "제안의 상태가 바뀐 모든 기록. 공개 이유는 제안 페이지에 있습니다.",
            "Every move of every proposal. The public reasons are on the proposals' pages.",
        ),
        (whole(t.DECISIONS, words("처리 과정", "decisions"), order="at id"),),
        themes=("GOVE",),
        keywords=words("처리 과정,공식 답변", "decisions,official answers"),
    ),
    Published(
        "commitments",
        words("약속과 주민 확인", "Commitments and confirmations"),
        words(
            "시가 약속한 일과 지킨 때, 그리고 정말 나아졌는지 주민이 답한 결과.",
            "What the city promised and when it was kept, and what residents say about it.",
        ),
        (
            whole(t.COMMITMENTS, words("약속", "commitments"), order="id"),
            File(
                "confirmations",
                words("분야별 주민 확인", "confirmations by category"),
                (
                    c("category", TEXT, "분야", "category", "all은 전체", "all: everybody"),
                    c("asked", INT, "물은 수", "asked", unit=t.PEOPLE),
                    c("answered", INT, "답한 수", "answered", unit=t.PEOPLE),
                    c("better", INT, "나아졌다고 답한 수", "said it is better", unit=t.PEOPLE),
                    TOLD_ON,
                ),
            ),
        ),
        themes=("GOVE",),
        keywords=words("약속,주민 확인", "commitments,confirmations"),
    ),
    Published(
        "pilots",
        words("실증", "Pilots"),
        words(
            "공개된 모든 실증의 단계, 기간, 예산, 장소, 지표, 측정값과 참여자 수.",
            "Every public pilot: stage, period, budget, sites, measures, observations, participants.",
        ),
        (
            whole(t.PILOTS, words("실증", "pilots"), order="id"),
            whole(t.SITES, words("실증 장소", "sites"), order="id", shape="point"),
            whole(t.MEASURES, words("지표", "measures"), order="id"),
            whole(t.OBSERVATIONS, words("측정값", "observations"), order="measure at id"),
            File(
                "participants",
                words("실증별 참여자", "participants by pilot"),
                (
                    c("pilot", TEXT, "실증 번호", "pilot", "all은 전체", "all: everybody"),
                    c("participants", INT, "참여자", "participants", unit=t.PEOPLE),
                    TOLD_ON,
                ),
            ),
            File(
                "asked_again",
                words("때마다 다시 여쭌 사람", "people asked again by turn"),
                (
                    c("turn", TEXT, "물은 때", "turn", "all은 전체", "all: everybody"),
                    c("asked", INT, "여쭌 수", "asked", unit=t.PEOPLE),
                    c("answered", INT, "답한 수", "answered", unit=t.PEOPLE),
                    TOLD_ON,
                ),
            ),
            *datasets_openness.WHO_STAYED,
        ),
        themes=("GOVE", "TECH"),
        keywords=words("실증,스마트도시", "pilots,smart city"),
    ),
    *datasets_openness.DATASETS,
    Published(
        "survey-answers",
        words("설문 응답(익명)", "Survey answers (anonymised)"),
        words(
            "설문 결과표를 만든 바로 그 익명 자료. 자유 서술과 작은 집단은 빠져 있습니다.",
            "The anonymised answers that the published tables are made from, without free text and "
            "small groups.",
        ),
        (whole(t.SURVEY_ANSWERS, words("설문 응답", "survey answers"), order="survey row column"),),
        themes=("SOCI",),
        keywords=words("설문,의견", "surveys,opinion"),
    ),
    Published(
        "figures",
        words("통계", "Figures"),
        words(
            "누리집에 보이는 모든 통계의 값과 정의, 도시 전체와 분야·읍면동·달별.",
            "Every figure of this site with its definition: the whole city, and by category, "
            "district and month.",
        ),
        (
            File("figures", words("통계 값", "values"), FIGURE_COLUMNS),
            File("definitions", words("통계 정의", "definitions"), DEFINITION_COLUMNS),
        ),
        themes=("GOVE",),
        keywords=words("통계,지표", "figures,indicators"),
    ),
    Published(
        "districts",
        words("읍면동", "Districts"),
        words(
            "읍면동의 경계와 인구. 주민 1,000명당 통계의 분모입니다.",
            "Outlines and residents of the districts: the denominators of figures per 1,000.",
        ),
        (
            whole(t.DISTRICTS, words("읍면동", "districts"), order="code", shape="outline"),
            whole(t.POPULATION, words("인구", "population"), order="district on sex age_band"),
        ),
        themes=("REGI", "SOCI"),
        keywords=words("행정구역,경계,인구", "districts,boundaries,population"),
    ),
)  # fmt: skip
