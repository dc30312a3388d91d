"""Whether what was decided had begun with a resident."""

from city.words import words
from reports.figures.definition import SHARE, WHOLE, Definition

FROM_RESIDENTS = "origin = 'residents' OR proposals > 0"

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="decisions_from_residents",
        name=words("주민 제안에서 시작된 실증 결정", "Decisions that began with residents"),
        unit=SHARE,
        definition=words(
            "결과를 확정한 실증 가운데 주민이 발의했거나 주민 제안을 반영해 시작한 실증의 비율.",
            "Share of the concluded pilots that residents asked for or that took up a proposal.",
        ),
        denominator=words("결과를 확정한 공개 실증.", "Public pilots that were concluded."),
        source="(SELECT * FROM pilots WHERE verdict <> '')",
        value=f"100.0 * count(*) FILTER ({FROM_RESIDENTS}) / nullif(count(*), 0)",
        cuts=(WHOLE, ("verdict",)),
        pandas="100 * ((pilots.origin == 'residents') | (pilots.proposals > 0))"
        "[pilots.verdict.notna()].mean()",
        decimals=1,
        icon="users",
    ),
)
