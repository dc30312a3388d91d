"""The way of a proposal: received, answered, accepted, piloted, planned, done, confirmed."""

from city.words import words
from reports.figures.definition import ALL_RECEIVED, PROPOSALS, Definition

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="proposals_by_step",
        name=words("단계마다 이른 제안", "Proposals that got so far"),
        unit=PROPOSALS,
        definition=words(
            "접수, 답변, 채택, 실증, 반영 예정, 반영 완료, 주민 확인의 각 단계를 한 번이라도 거친 제안의 수. "
            "실증 없이 반영되는 제안도 있습니다. 주민 확인은 공개할 만큼 많은 주민이 답했고 그 절반 넘게 "
            "나아졌다고 한 제안입니다. 달은 접수한 달입니다.",
            "Proposals that were ever received, answered, accepted, piloted, planned, done, and "
            "confirmed. Some are done without a pilot. Confirmed: enough residents answered to be "
            "shown, and more than half of them say it is better. The month is that of receipt.",
        ),
        denominator=ALL_RECEIVED,
        source="steps",
        value="count(*)",
        cuts=(("step",), ("district", "step"), ("category", "step"), ("month", "step")),
        pandas="steps.groupby('step').proposal.count()",
        icon="filter",
    ),
    Definition(
        key="days_between_steps",
        name=words("앞 단계부터 걸린 날(중앙값)", "Days since the step before (median)"),
        unit=words("일", "days"),
        definition=words(
            "그 단계에 처음 이른 날까지, 바로 앞에 거친 단계의 날부터 센 달력 날수의 중앙값.",
            "Calendar days from the step passed before to the first day of this one; the median.",
        ),
        denominator=words("그 단계를 거친 공개 제안.", "Public proposals that got to that step."),
        source="(SELECT * FROM steps WHERE days IS NOT NULL)",
        value="median(days)",
        cuts=(("step",), ("district", "step"), ("category", "step")),
        pandas="steps.dropna(subset='days').groupby('step').days.median()",
        decimals=1,
        icon="calendar",
    ),
)
