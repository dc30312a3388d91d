"""Tables of the extract for whoever watches the city: texts it hid, whose money, who reviewed, who stayed."""

from reports.extract.columns import FLAG, INT, MONTH, PROPOSAL, TEXT, WON, Table, c

PILOT = c("pilot", INT, "실증 번호", "pilot", "주소 /pilots/번호/ 의 번호", "as in /pilots/<id>/")

# One row a text and each time it was hidden. No row number, no words, no author.
HIDDEN_TEXTS = Table("hidden_texts", (
    c("content", TEXT, "글의 종류", "kind of text",
      "proposal 제안, comment 댓글, solution 해결 방안, diary 이용 일지 등", "proposal, comment, solution, diary …"),
    c("reason", TEXT, "어긴 규칙", "rule it broke",
      "none은 규칙을 나누어 적기 전", "none: from before rules were noted"),
    MONTH,
    c("appealed_month", TEXT, "재검토를 요청한 달", "month of the appeal", "빈칸은 요청하지 않음", "blank: none"),
    c("restored_month", TEXT, "다시 보이게 한 달", "month it was shown again", "빈칸은 아직 가려져 있음",
      "blank: still hidden"),
))  # fmt: skip

REVIEWS = Table("reviews", (
    PROPOSAL, MONTH,
    c("has_interest", FLAG, "이해관계를 밝힘", "an interest was declared"),
))  # fmt: skip

BUDGET_LINES = Table("budget_lines", (
    c("line", INT, "예산 항목 번호", "budget line"),
    c("fund", TEXT, "재원", "source of the money",
      "national 국비, province 도비, city 시비, private 민간", "national, province, city or private"),
    c("year", INT, "회계연도", "year"),
    c("planned", INT, "편성액(원)", "planned in won", unit=WON),
    c("spent", INT, "집행액(원)", "spent in won", unit=WON),
    c("is_shared", FLAG, "공동 예산", "of a budget that pilots share"),
))  # fmt: skip

BUDGET_PILOTS = Table("budget_pilots", (
    c("line", INT, "예산 항목 번호", "budget line", "budget_lines 표의 line", "line in budget_lines"),
    PILOT,
))  # fmt: skip

PILOT_BUDGETS = Table("pilot_budgets", (
    PILOT,
    c("budget", TEXT, "예산", "budget", "own 자체, shared 공동, none 비예산, open 아직 적지 않음",
      "own, shared, none, or open: not written yet"),
))  # fmt: skip

PARTNERS = Table("partners", (
    PILOT,
    c("partner", TEXT, "협력 기관", "partner",
      "기업·대학·공공기관은 이름, 주민단체와 전문가는 종류만", "name; of residents' groups and experts the kind only"),
    c("kind", TEXT, "종류", "kind", "residents 주민단체, university 대학, company 기업, expert 전문가, public 공공기관",
      "residents, university, company, expert or public"),
    c("name_ko", TEXT, "협력 기관명", "name in Korean"),
    c("name_en", TEXT, "협력 기관명(영문)", "name in English"),
))  # fmt: skip

# One row a place in a pilot that was ever taken, and one a person who holds one.
STAYED = Table("stayed", (
    PILOT,
    c("leaving", TEXT, "어떻게 되었나", "what became of it",
      "still 참여 중, completed 끝까지 참여, 그 밖은 그만둔 까닭, silent 까닭을 밝히지 않음",
      "still, completed, else why somebody left; silent: did not say"),
))  # fmt: skip

PILOT_PEOPLE = Table("pilot_people", (
    c("pilots", INT, "참여한 실증 수", "pilots taken part in"),
))  # fmt: skip

TABLES = (
    HIDDEN_TEXTS, REVIEWS, BUDGET_LINES, BUDGET_PILOTS, PILOT_BUDGETS, PARTNERS, STAYED, PILOT_PEOPLE,
)  # fmt: skip
