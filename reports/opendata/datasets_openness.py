"""Data for whoever watches the city: what it hid and refused, whose money it spent, who stayed."""

from city.words import words
from reports.extract import columns as t
from reports.extract.columns import INT, TEXT, c
from reports.extract.derived_openness import MODERATION, PARTNER_MONEY
from reports.extract.tables_openness import (
    BUDGET_LINES,
    BUDGET_PILOTS,
    HIDDEN_TEXTS,
    PARTNERS,
    PILOT_BUDGETS,
    REVIEWS,
)
from reports.opendata.declare import TOLD_ON, File, Published, whole

_TEXTS = words("건", "texts")
_BLANK = ("빈칸은 가린 작은 집단", "blank: hidden, too few")

WHO_STAYED = (
    File(
        "stayed",
        words("참여의 끝별 참여자", "participants by how it ended"),
        (
            c("leaving", TEXT, "참여의 끝", "how it ended",
              "all 전체, still 참여 중, completed 끝까지 참여, 그 밖은 그만둔 까닭, silent 밝히지 않음",
              "all, still, completed, else why somebody left; silent: did not say"),
            c("people", INT, "사람", "people", *_BLANK, unit=t.PEOPLE),
            TOLD_ON,
        ),
    ),
    File(
        "stay_rate",
        words("끝까지 참여한 사람", "who stayed to the end"),
        (
            c("ended", INT, "끝까지 참여했거나 그만둔 사람", "went to the end or left", *_BLANK, unit=t.PEOPLE),
            c("completed", INT, "끝까지 참여한 사람", "went to the end", *_BLANK, unit=t.PEOPLE),
            TOLD_ON,
        ),
    ),
    File(
        "came_back",
        words("다시 참여한 사람", "who came back"),
        (
            c("people", INT, "실증에 참여한 사람", "people in pilots", *_BLANK, unit=t.PEOPLE),
            c("again", INT, "두 건 이상 참여한 사람", "in two or more", *_BLANK, unit=t.PEOPLE),
            TOLD_ON,
        ),
    ),
)  # fmt: skip

DATASETS = (
    Published(
        "budgets",
        words("실증의 돈", "Money of pilots"),
        words(
            "공개된 실증의 예산 항목을 재원과 회계연도별로, 어느 실증이 쓰는지와 협력 기관과 함께. 공동 예산은 한 "
            "줄이며, 더해도 두 번 세지 않습니다.",
            "Budget lines of public pilots by source and year, with the pilots that spend them and their "
            "partners. A shared budget is one line, so that sums count it once.",
        ),
        (
            whole(BUDGET_LINES, words("예산 항목", "budget lines"), order="line"),
            whole(BUDGET_PILOTS, words("예산을 쓰는 실증", "pilots that spend a line"), order="line pilot"),
            whole(PARTNERS, words("협력 기관", "partners"), order="pilot partner"),
            whole(PARTNER_MONEY, words("협력 기관별 예산", "money by partner"), order="partner line"),
            whole(PILOT_BUDGETS, words("예산별 실증", "pilots by budget"), order="pilot"),
        ),
        themes=("GOVE", "ECON"),
        keywords=words("예산,집행,실증,협력 기관", "budget,spending,pilots,partners"),
    ),
    Published(
        "openness",
        words("가린 글과 전문가 검토", "Texts hidden, expert reviews"),
        words(
            "달과 글의 종류별로 가린 글, 재검토 요청, 다시 보인 글의 수와 어긴 규칙별 수, 공개된 전문가 검토와 "
            "밝힌 이해관계. 글 내용과 쓴 사람은 없습니다. 제안을 거절한 결정은 처리 과정에 있습니다.",
            "Texts hidden, appealed and shown again by month and kind, and by rule; published expert reviews "
            "and declared interests. No text, no author. Refusals of proposals are among the decisions.",
        ),
        (
            File(
                "moderation",
                words("달별 가린 글", "texts hidden by month"),
                MODERATION.columns,
                "SELECT happened, content, month, CAST(count(*) AS BIGINT) AS texts FROM moderation "
                "GROUP BY ALL",
                "happened month content",
            ),
            File(
                "moderation_by_reason",
                words("규칙별 가린 글", "texts hidden by rule"),
                (
                    *MODERATION.only("happened"),
                    *HIDDEN_TEXTS.only("reason"),
                    c("texts", INT, "글", "texts", *_BLANK, unit=_TEXTS),
                    TOLD_ON,
                ),
            ),
            whole(REVIEWS, words("전문가 검토", "expert reviews"), order="proposal month has_interest"),
        ),
        themes=("GOVE", "JUST"),
        keywords=words("운영 규칙,재검토,투명성", "moderation,appeals,transparency"),
    ),
)  # fmt: skip
