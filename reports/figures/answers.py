"""Whether the city answered, and in time."""

from city.words import words
from reports.figures.definition import EVERY_CUT, SHARE, Definition

# Who took a proposal back was not to be answered.
NOT_WITHDRAWN = "coalesce(outcome, '') <> 'withdrawn'"
EVERY_ANSWER = words(
    "접수된 모든 공개 제안. 철회된 제안은 빠집니다.",
    "All public proposals received, without those withdrawn.",
)

BY_DEPARTMENT = (*EVERY_CUT, ("department",))

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="answered_in_time",
        name=words("기한 내 답변 비율", "Answered in time"),
        unit=SHARE,
        definition=words(
            "답변 기한이 지났거나 답변을 받은 제안 가운데 처음 기한 안에 답변한 비율. "
            "아직 답변하지 못한 제안도 분모에 들어가고, 기한을 연장한 제안도 처음 기한으로 셉니다.",
            "Share answered by the first due date among proposals that were answered or due. Those "
            "still without an answer count too, and an extension does not make a late one in time.",
        ),
        denominator=words(
            "접수된 제안 가운데 답변했거나 답변 기한이 지난 것. 철회된 제안은 빠집니다.",
            "Proposals received that were answered or were due, without those withdrawn.",
        ),
        source="proposals",
        value="100.0 * count(*) FILTER (answered_in_time) / nullif(count(answered_in_time), 0)",
        n="count(answered_in_time)",
        extra={"in_time": "count(*) FILTER (answered_in_time)", "received": "count(*)"},
        pandas="100 * (proposals.answered_in_time == True).sum()"
        " / proposals.answered_in_time.notna().sum()",
        cuts=BY_DEPARTMENT,
        decimals=1,
        icon="clock",
    ),
    Definition(
        key="answered_in_time_of_received",
        name=words("접수한 제안 중 기한 내 답변", "Answered in time, of all received"),
        unit=SHARE,
        definition=words(
            "접수한 모든 제안 가운데 처음 기한 안에 답변한 비율. 아직 기한이 오지 않은 제안도 "
            "답변하기 전에는 답변하지 않은 것으로 셉니다.",
            "Share of everything received that was answered by the first due date. What is not due "
            "yet counts as not answered until it is.",
        ),
        denominator=EVERY_ANSWER,
        source="proposals",
        value="100.0 * count(*) FILTER (answered_in_time)"
        f" / nullif(count(*) FILTER ({NOT_WITHDRAWN}), 0)",
        n=f"count(*) FILTER ({NOT_WITHDRAWN})",
        pandas="100 * (proposals.answered_in_time == True).sum()"
        " / (proposals.outcome != 'withdrawn').sum()",
        decimals=1,
        icon="inbox",
    ),
    Definition(
        key="answers_extended",
        name=words("답변 기한을 연장한 비율", "Answers that took more time"),
        unit=SHARE,
        definition=words(
            "접수한 모든 제안 가운데 사유를 공개하고 답변 기한을 한 번 이상 연장한 비율.",
            "Share of everything received whose answer was put off at least once, with a public reason.",
        ),
        denominator=EVERY_ANSWER,
        source="proposals",
        value=f"100.0 * count(*) FILTER (extensions > 0 AND {NOT_WITHDRAWN})"
        f" / nullif(count(*) FILTER ({NOT_WITHDRAWN}), 0)",
        n=f"count(*) FILTER ({NOT_WITHDRAWN})",
        extra={"extended": f"count(*) FILTER (extensions > 0 AND {NOT_WITHDRAWN})"},
        pandas="100 * ((proposals.extensions > 0) & (proposals.outcome != 'withdrawn')).sum()"
        " / (proposals.outcome != 'withdrawn').sum()",
        decimals=1,
        icon="hourglass",
    ),
    Definition(
        key="median_working_days_to_answer",
        name=words("답변까지 걸린 근무일(중앙값)", "Working days to the answer (median)"),
        unit=words("일", "days"),
        definition=words(
            "접수한 다음 날부터 답변한 날까지의 근무일. 공감을 모으는 기간이 들어 있고, 주말과 공휴일은 빠집니다.",
            "Working days from the day after receipt to the day of the answer, the support period "
            "included, weekends and holidays left out.",
        ),
        denominator=words("답변을 받은 제안.", "Proposals that were answered."),
        source="proposals",
        value="median(answer_working_days)",
        n="count(answer_working_days)",
        cuts=BY_DEPARTMENT,
        pandas="proposals.answer_working_days.median()",
        decimals=1,
        icon="calendar",
    ),
    Definition(
        key="first_look_in_time",
        name=words("기한 내 첫 검토 비율", "First look in time"),
        unit=SHARE,
        definition=words(
            "담당자의 첫 검토 기한이 지났거나 검토한 제안 가운데 기한 안에 검토한 비율.",
            "Share of proposals that an officer looked at in time, among those looked at or due.",
        ),
        denominator=words(
            "첫 검토를 했거나 그 기한이 지난 제안.", "Proposals looked at or due for a first look."
        ),
        source="proposals",
        value="100.0 * count(*) FILTER (first_look_in_time) / nullif(count(first_look_in_time), 0)",
        n="count(first_look_in_time)",
        pandas="100 * (proposals.first_look_in_time == True).sum()"
        " / proposals.first_look_in_time.notna().sum()",
        decimals=1,
        icon="eye",
    ),
)
