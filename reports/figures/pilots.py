"""Pilots, who takes part in them, and what they changed."""

from city.words import words
from reports.figures.definition import SHARE, WHOLE, Definition

# Those who answered and those who did not: neither may be a handful, nor those of them whose numbers
# do not stand on the page of their pilot.
_BESIDE_PAGES = "(pilot, turn) NOT IN (SELECT (pilot, turn) FROM turns_on_pages)"
ASKED_PARTS = (
    "count(*) FILTER (answered)",
    "count(*) FILTER (NOT answered)",
    f"count(*) FILTER (answered AND {_BESIDE_PAGES})",
    f"count(*) FILTER (NOT answered AND {_BESIDE_PAGES})",
)

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="pilots_by_stage",
        name=words("실증", "Pilots"),
        unit=words("건", "pilots"),
        definition=words(
            "준비 단계를 지나 공개된 실증의 수. 단계는 기준 시각의 단계입니다.",
            "Pilots that left preparation. The stage is that of the stated time.",
        ),
        denominator=words("공개된 모든 실증.", "All public pilots."),
        source="pilots",
        value="count(*)",
        cuts=(WHOLE, ("stage",)),
        pandas="len(pilots)",
        icon="flask",
    ),
    Definition(
        key="pilots_concluded",
        name=words("결과가 확정된 실증", "Pilots concluded"),
        unit=words("건", "pilots"),
        definition=words(
            "이유와 근거를 남기고 결과를 확정한 실증의 수.",
            "Pilots concluded with reasons and evidence.",
        ),
        denominator=words("공개된 모든 실증.", "All public pilots."),
        source="(SELECT * FROM pilots WHERE verdict <> '')",
        value="count(*)",
        cuts=(WHOLE, ("verdict",)),
        pandas="pilots.verdict.notna().sum()",
        icon="target",
    ),
    Definition(
        key="participants",
        name=words("실증 참여자", "Participants of pilots"),
        unit=words("명", "people"),
        definition=words(
            "동의하고 실증에 참여하는 중이거나 끝까지 참여한 사람의 수. 참여자가 적은 실증은 가립니다.",
            "People who consented and take part or completed a pilot. Pilots with few participants "
            "are hidden.",
        ),
        denominator=words(
            "공개된 모든 실증의 참여자. 두 실증에 참여한 사람은 두 번 셉니다.",
            "Participants of all public pilots; who takes part in two counts twice.",
        ),
        source="(SELECT pilot FROM participations WHERE takes_part)",
        value="count(*)",
        cuts=(WHOLE, ("pilot",)),
        people=("count(*)",),
        pandas="participants.participants[participants.pilot == 'all'].sum()",
        icon="user",
    ),
    Definition(
        key="people_asked_again",
        name=words("다시 여쭌 사람", "People asked again"),
        unit=words("명", "people"),
        definition=words(
            "제안하거나 공감하거나 참여한 뒤, 실증의 시작, 종료, 결과 확정, 여섯 달과 열두 달 뒤에 지금은 "
            "어떤지 다시 여쭌 사람의 수. 그만 받겠다고 한 사람에게는 더 여쭙지 않습니다.",
            "People who proposed, backed or joined and were asked again how it is now: when the pilot "
            "started, ended, had its result, six and twelve months later. Who said stop is not asked.",
        ),
        denominator=words(
            "공개된 모든 실증에서 여쭌 사람. 두 번 여쭌 사람은 두 번 셉니다.",
            "Everybody asked in a public pilot; who was asked twice counts twice.",
        ),
        source="asked_again",
        value="count(*)",
        cuts=(WHOLE, ("turn",)),
        people=ASKED_PARTS,
        people_of="asked_again",
        pandas="asked_again.asked[asked_again.turn == 'all'].sum()",
        icon="megaphone",
    ),
    Definition(
        key="answered_again",
        name=words("다시 여쭌 사람 중 답한 비율", "Answered when asked again"),
        unit=SHARE,
        definition=words(
            "실증의 고비마다 다시 여쭌 사람 가운데 지금은 어떤지 답한 비율.",
            "Share of those asked again at a turn of a pilot who said how it is now.",
        ),
        denominator=words("다시 여쭌 사람.", "People asked again."),
        source="asked_again",
        value="100.0 * count(*) FILTER (answered) / nullif(count(*), 0)",
        extra={"answered": "count(*) FILTER (answered)"},
        cuts=(WHOLE, ("turn",)),
        people=ASKED_PARTS,
        people_of="asked_again",
        pandas="(100 * asked_again.answered / asked_again.asked)[asked_again.turn == 'all'].sum(min_count=1)",
        decimals=1,
        icon="comment",
    ),
)

# Computed by pilots.compare, one value a measure: the interval needs more than one expression.
MEASURE_CHANGE = Definition(
    key="measure_change",
    name=words("지표의 변화", "Change of a measure"),
    unit=words("지표의 단위", "unit of the measure"),
    definition=words(
        "사전 구간과 실증 구간의 평균(또는 비율) 차이와 95% 신뢰구간. 장소가 셋 이상이면 장소별로 짝짓고, "
        "적으면 하루를 한 값으로 하여 뉴이·웨스트 오차를 씁니다. 사람은 같은 사람끼리 짝짓고, 비교 장소가 "
        "있으면 이중차분을 함께 냅니다.",
        "Difference of the averages (or shares) before and while the pilot ran, with a 95% "
        "interval: sites are compared as pairs where there are three or more, else each day is one "
        "value with Newey–West errors; people are compared with themselves; with comparison sites "
        "there is a difference in differences.",
    ),
    denominator=words(
        "두 구간에서 잰 장소, 날 또는 응답자의 수.",
        "Sites, days or people measured in both periods.",
    ),
    source="",
    value="",
    pandas="",
    cuts=(("pilot", "measure"),),
    decimals=2,
    icon="ruler",
)
