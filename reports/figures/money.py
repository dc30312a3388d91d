"""What pilots cost: each line of the budget once, however many pilots spend it together."""

from city.words import Words, words
from reports.figures.definition import SHARE, WHOLE, Definition

WON = words("원", "won")
EVERY_LINE = words(
    "계획이 공개된 실증의 모든 예산 항목. 여러 실증이 함께 쓰는 공동 예산은 한 번만 셉니다.",
    "All budget lines of pilots whose plan is public. What several pilots share is counted once.",
)
LINES = words("예산 항목", "budget lines")
CUTS = (WHOLE, ("fund",), ("year",), ("fund", "year"))
WITH_PARTNER = words(
    "협력 기관이 함께하는 실증의 모든 예산 항목. 함께하는 기관이 여럿이면 기관마다 전체를 세므로, 더하면 "
    "총액보다 많습니다.",
    "All budget lines of pilots in which a partner takes part. Where there are several partners each "
    "counts the whole, so that the rows add up to more than there is.",
)


def _sum(key: str, ko: str, en: str, column: str, meaning: Words, icon: str) -> Definition:
    return Definition(
        key=key, name=words(ko, en), unit=WON, definition=meaning, denominator=EVERY_LINE,
        source="budget_lines", value=f"sum({column})", n_name=LINES, cuts=CUTS,
        pandas=f"budget_lines.{column}.sum(min_count=1)", icon=icon,
    )  # fmt: skip


def _of_partner(key: str, ko: str, en: str, column: str, meaning: Words, icon: str) -> Definition:
    return Definition(
        key=key, name=words(ko, en), unit=WON, definition=meaning, denominator=WITH_PARTNER,
        source="partner_money", value=f"sum({column})", n_name=LINES,
        cuts=(("partner",), ("partner", "year")),
        pandas=f"partner_money.groupby('partner').{column}.sum()", icon=icon,
    )  # fmt: skip


FIGURES: tuple[Definition, ...] = (
    _sum(
        "budget_planned", "실증 예산", "Money of pilots, planned", "planned",
        words(
            "공개된 실증에 편성한 금액. 국비, 도비, 시비, 민간 재원을 모두 더합니다.",
            "What is planned for public pilots: national, provincial, city and private money.",
        ),
        "table",
    ),
    _sum(
        "budget_spent", "실증 집행액", "Money of pilots, spent", "spent",
        words(
            "공개된 실증에 지금까지 집행한 금액.",
            "What has been spent for public pilots so far.",
        ),
        "table",
    ),
    Definition(
        key="budget_executed",
        name=words("실증 예산 집행률", "Money of pilots: share spent"),
        unit=SHARE,
        definition=words(
            "공개된 실증에 편성한 금액 가운데 집행한 금액의 비율.",
            "Share of what was planned for public pilots that has been spent.",
        ),
        denominator=EVERY_LINE,
        source="budget_lines",
        value="100.0 * sum(spent) / nullif(sum(planned), 0)",
        n_name=LINES,
        cuts=CUTS,
        pandas="100 * budget_lines.spent.sum() / budget_lines.planned.sum()",
        decimals=1,
        icon="chart",
    ),
    Definition(
        key="pilots_by_budget",
        name=words("예산별 실증", "Pilots by budget"),
        unit=words("건", "pilots"),
        definition=words(
            "자체 예산, 공동 예산, 비예산으로 나눈 공개된 실증의 수. 공동 예산을 쓰는 실증은 저마다 한 건으로 셉니다.",
            "Public pilots with a budget of their own, a shared one, or none. Each pilot that shares a "
            "budget counts as one.",
        ),
        denominator=words("계획이 공개된 모든 실증.", "All pilots whose plan is public."),
        source="pilot_budgets",
        value="count(*)",
        cuts=(("budget",),),
        pandas="pilot_budgets.groupby('budget').pilot.count()",
        icon="flask",
    ),
    _of_partner(
        "partner_budget_planned", "협력 기관별 실증 예산", "Money of pilots by partner, planned", "planned",
        words(
            "협력 기관이 함께하는 실증에 편성한 금액. 기관이 받은 돈이 아니라 함께하는 실증의 예산입니다. "
            "주민단체와 전문가는 이름 대신 종류로 묶습니다.",
            "What is planned for the pilots in which a partner takes part: not what the partner was paid. "
            "Residents' groups and experts are told by kind, not by name.",
        ),
        "building",
    ),
    _of_partner(
        "partner_budget_spent", "협력 기관별 실증 집행액", "Money of pilots by partner, spent", "spent",
        words(
            "협력 기관이 함께하는 실증에 집행한 금액. 기관이 받은 돈이 아니라 함께하는 실증의 집행액입니다.",
            "What was spent for the pilots in which a partner takes part: not what the partner was paid.",
        ),
        "building",
    ),
)  # fmt: skip
