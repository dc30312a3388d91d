"""What the city promised, what it kept, and what residents say of it."""

from city.words import Words, words
from reports.figures.definition import EVERY_CUT, SHARE, WHOLE, Definition


def _promise(key: str, ko: str, en: str, meaning: Words, where: str, pandas: str, icon: str):
    """A count of commitments that went one way, as of the stated time."""
    return Definition(
        key=key,
        name=words(ko, en),
        unit=words("건", "commitments"),
        definition=meaning,
        denominator=words("공개 제안에 대한 모든 약속.", "All commitments on public proposals."),
        source="commitments",
        value=f"count(*) FILTER ({where})",
        cuts=(WHOLE, ("district",), ("category",)),
        pandas=f"({pandas}).sum()",
        icon=icon,
    )


CONFIRMED_PARTS = (
    "count(*) FILTER (answer = 'yes')",
    "count(*) FILTER (answer IN ('no', 'unsure'))",
    "count(*) FILTER (answer = '')",
)
# The same of the rounds whose answers do not stand on the proposals' pages.
_UNTOLD = "(commitment, round) NOT IN (SELECT (commitment, round) FROM told_on_pages)"
_UNCOUNTED = "(commitment, round) NOT IN (SELECT (commitment, round) FROM counted_on_pages)"
BESIDE_PAGES = (
    f"count(*) FILTER (answer = 'yes' AND {_UNTOLD})",
    f"count(*) FILTER (answer IN ('no', 'unsure') AND {_UNTOLD})",
    f"count(*) FILTER (answer <> '' AND {_UNCOUNTED})",
    f"count(*) FILTER (answer = '' AND {_UNCOUNTED})",
)

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="commitments_made",
        name=words("약속", "Commitments"),
        unit=words("건", "commitments"),
        definition=words(
            "시가 달과 부서를 밝혀 약속한 일의 수. 달은 약속한 달입니다.",
            "What the city promised with a month and a department. The month is that of the promise.",
        ),
        denominator=words("공개 제안에 대한 모든 약속.", "All commitments on public proposals."),
        source="commitments",
        value="count(*)",
        cuts=(*EVERY_CUT, ("department",)),
        pandas="len(commitments)",
        icon="flag",
    ),
    Definition(
        key="commitments_kept_on_time",
        name=words("제때 지킨 약속 비율", "Commitments kept on time"),
        unit=SHARE,
        definition=words(
            "반영했거나 처음 약속한 달이 지났거나 취소한 약속 가운데, 처음 약속한 달까지 반영한 비율.",
            "Share done by the month first promised, among commitments done, due or dropped.",
        ),
        denominator=words(
            "반영했거나 처음 약속한 달이 지났거나 취소한 약속.",
            "Commitments done, past their first due month, or dropped.",
        ),
        source="commitments",
        value="100.0 * count(*) FILTER (kept_on_time) / nullif(count(kept_on_time), 0)",
        n="count(kept_on_time)",
        cuts=(WHOLE, ("district",), ("category",), ("month",), ("department",)),
        pandas="100 * (commitments.kept_on_time == True).sum() / commitments.kept_on_time.notna().sum()",
        decimals=1,
        icon="check",
    ),
    _promise(
        "commitments_done_in_time",
        "기한 안에 지킨 약속",
        "Commitments kept in time",
        words(
            "처음 약속한 달까지 반영을 마친 약속의 수.",
            "Commitments done by the month first promised.",
        ),
        "state = 'done' AND kept_on_time",
        "(commitments.state == 'done') & (commitments.kept_on_time == True)",
        "check",
    ),
    _promise(
        "commitments_done_late",
        "늦게 지킨 약속",
        "Commitments kept late",
        words(
            "처음 약속한 달이 지난 뒤에 반영을 마친 약속의 수.",
            "Commitments done after the month first promised.",
        ),
        "state = 'done' AND NOT kept_on_time",
        "(commitments.state == 'done') & (commitments.kept_on_time == False)",
        "clock",
    ),
    _promise(
        "commitments_overdue",
        "기한이 지난 약속",
        "Commitments overdue",
        words(
            "현재 약속한 달이 지났는데 반영하지도 취소하지도 않은 약속의 수.",
            "Commitments past their present due month, neither done nor dropped.",
        ),
        "is_overdue",
        "commitments.is_overdue",
        "warning",
    ),
    _promise(
        "commitments_dropped",
        "취소한 약속",
        "Commitments dropped",
        words(
            "이유를 밝히고 하지 않기로 한 약속의 수.",
            "Commitments that will not be done, with a public reason.",
        ),
        "state = 'dropped'",
        "commitments.state == 'dropped'",
        "close",
    ),
    Definition(
        key="commitments_reported_done",
        name=words("시가 밝힌 이행률", "Done, as the city reports"),
        unit=SHARE,
        definition=words(
            "약속 가운데 시가 반영을 마쳤다고 알린 비율. 주민 확인 해결률과 나란히 봅니다.",
            "Share of the commitments that the city reports as done; to be read beside what "
            "residents say.",
        ),
        denominator=words("공개 제안에 대한 모든 약속.", "All commitments on public proposals."),
        source="commitments",
        value="100.0 * count(*) FILTER (state = 'done') / nullif(count(*), 0)",
        cuts=(WHOLE, ("district",), ("category",)),
        pandas="100 * (commitments.state == 'done').sum() / len(commitments)",
        decimals=1,
        icon="flag",
    ),
    Definition(
        key="residents_confirm_better",
        name=words("주민 확인 해결률", "Residents confirm it is better"),
        unit=SHARE,
        definition=words(
            "“정말 나아졌습니까?”에 답한 주민 가운데 나아졌다고 답한 비율. 답하지 않은 사람 수를 함께 밝힙니다.",
            "Share of “yes” among the residents who answered whether it is really better. "
            "How many did not answer is stated beside it.",
        ),
        denominator=words(
            "제안하거나 공감하거나 실증에 참여해 질문을 받고 답한 주민. 세 번(직후, 6개월, 12개월) 묻습니다.",
            "Residents who proposed it, backed it or tried it out, were asked, and answered; asked "
            "at once, after 6 and after 12 months.",
        ),
        source="confirmations",
        value="100.0 * count(*) FILTER (answer = 'yes') / nullif(count(*) FILTER (answer <> ''), 0)",
        n="count(*) FILTER (answer <> '')",
        extra={"asked": "count(*)", "no_answer": "count(*) FILTER (answer = '')"},
        cuts=(WHOLE, ("category",)),
        people=(*CONFIRMED_PARTS, *BESIDE_PAGES),
        pandas="(100 * confirmations.better / confirmations.answered)"
        "[confirmations.category == 'all'].sum(min_count=1)",
        decimals=1,
        icon="users",
    ),
)
