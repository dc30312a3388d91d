"""통계: every public figure, once. One expression over the tables of the extract each.

`source` is what follows FROM, `value` the aggregate over it, `n` what it is counted over. Pages,
API, reports and exports show the stored results of these expressions and never count themselves.
`pandas` gives the same number from the files of the open data; the tests run it.
"""

from dataclasses import dataclass, field

from city.words import Words, words

WHOLE: tuple[str, ...] = ()
EVERY_CUT = (
    WHOLE,
    ("district",),
    ("category",),
    ("month",),
    ("category", "district", "month"),
)
# The order in which a cut's parts are written: "category=walking;district=…;month=…".
DIMENSIONS = (
    "category", "district", "month", "stage", "verdict", "level", "channel", "pilot", "measure",
    "turn",
)  # fmt: skip


@dataclass(frozen=True)
class Definition:
    key: str
    name: Words
    unit: Words
    definition: Words
    denominator: Words
    source: str
    value: str
    pandas: str
    n: str = "count(*)"
    cuts: tuple[tuple[str, ...], ...] = EVERY_CUT
    decimals: int = 0
    icon: str = "chart"
    n_name: Words = field(default_factory=lambda: words("n"))
    extra: dict[str, str] = field(default_factory=dict)
    # Counts of people by what they are or answered: the parts that must each be large enough.
    people: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """What a reader runs for the whole city; add GROUP BY for a cut."""
        return f"SELECT {self.value} AS value, {self.n} AS n FROM {self.source}"  # noqa: S608

    @property
    def is_share(self) -> bool:
        return self.unit.get("ko") == "%"


PROPOSALS = words("건", "proposals")
SHARE = words("%", "%")
ALL_RECEIVED = words(
    "접수된 모든 공개 제안. 신고로 가린 제안은 빠집니다.",
    "All public proposals received, without those hidden after an abuse report.",
)

# Who took a proposal back was not to be answered.
NOT_WITHDRAWN = "coalesce(outcome, '') <> 'withdrawn'"
EVERY_ANSWER = words(
    "접수된 모든 공개 제안. 철회된 제안은 빠집니다.",
    "All public proposals received, without those withdrawn.",
)


def _state(key: str, ko: str, en: str, meaning: Words, where: str, pandas: str, icon: str):
    """A count of proposals in a state, as of the stated time."""
    return Definition(
        key=key,
        name=words(ko, en),
        unit=PROPOSALS,
        definition=meaning,
        denominator=ALL_RECEIVED,
        source="proposals",
        value=f"count(*) FILTER ({where})",
        pandas=f"({pandas}).sum()",
        icon=icon,
    )


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


# Those who answered and those who did not: neither may be a handful.
ASKED_PARTS = ("count(*) FILTER (answered)", "count(*) FILTER (NOT answered)")
_AROUND = "support_events e JOIN proposals p ON p.id = e.proposal WHERE e.via = 'own'"

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        key="proposals_received",
        name=words("접수된 제안", "Proposals received"),
        unit=PROPOSALS,
        definition=words(
            "접수된 공개 제안의 수. 달은 접수한 달입니다.",
            "Public proposals received. The month is the month of receipt.",
        ),
        denominator=ALL_RECEIVED,
        source="proposals",
        value="count(*)",
        cuts=(*EVERY_CUT, ("channel",)),
        pandas="len(proposals)",
        icon="document",
    ),
    _state(
        "open_proposals",
        "진행 중인 제안",
        "Open proposals",
        words("아직 종결되지 않은 제안의 수.", "Proposals that are not closed yet."),
        "status <> 'closed'",
        "proposals.status != 'closed'",
        "hourglass",
    ),
    _state(
        "accepted",
        "채택된 제안",
        "Accepted proposals",
        words(
            "채택, 실증 중, 반영 예정, 반영 완료, 실증 후 종료인 제안의 수.",
            "Proposals accepted, in a pilot, planned, done, or ended after a pilot.",
        ),
        "status IN ('accepted', 'piloting', 'planned') OR outcome IN ('done', 'ended_after_pilot')",
        "proposals.status.isin(['accepted', 'piloting', 'planned'])"
        " | proposals.outcome.isin(['done', 'ended_after_pilot'])",
        "check",
    ),
    _state(
        "done",
        "반영 완료된 제안",
        "Proposals done",
        words("약속한 일을 모두 마친 제안의 수.", "Proposals whose commitments are all done."),
        "outcome = 'done'",
        "proposals.outcome == 'done'",
        "double-check",
    ),
    _state(
        "declined",
        "채택하지 않은 제안",
        "Proposals declined",
        words(
            "이유를 알리고 채택하지 않은 제안의 수. 공감 미달과 이송은 따로 셉니다.",
            "Proposals declined with a reason. Too little support and referrals are counted apart.",
        ),
        "outcome = 'declined'",
        "proposals.outcome == 'declined'",
        "cross",
    ),
    _state(
        "not_raised",
        "공감이 모자란 제안",
        "Proposals with too little support",
        words(
            "공감 기간에 필요한 공감을 얻지 못해 짧은 답변으로 종결된 제안의 수.",
            "Proposals closed with a short answer because too few people backed them in time.",
        ),
        "outcome = 'not_raised'",
        "proposals.outcome == 'not_raised'",
        "users",
    ),
    _state(
        "referred",
        "이송된 제안",
        "Proposals referred",
        words(
            "다른 기관이나 민원 창구로 넘긴 제안의 수.",
            "Proposals handed to another body or to the complaints office.",
        ),
        "outcome = 'referred'",
        "proposals.outcome == 'referred'",
        "refer",
    ),
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
    Definition(
        key="support_given",
        name=words("공감", "Support"),
        unit=words("번", "times"),
        definition=words(
            "공감한 횟수에서 취소한 횟수를 뺀 값. 합친 제안에서 옮겨 온 공감은 다시 세지 않습니다. "
            "달은 공감한 달입니다.",
            "Support given minus support taken back. Support brought by a merge is not counted "
            "again. The month is the month of the support.",
        ),
        denominator=words(
            "공개 제안에 대한 모든 공감. 한 사람은 제안마다 한 번 공감합니다.",
            "All support for public proposals; one person backs one proposal once.",
        ),
        source=f"(SELECT e.change, e.month, p.category, p.district FROM {_AROUND})",  # noqa: S608
        value="coalesce(sum(change), 0)",
        n="greatest(coalesce(sum(change), 0), 0)",  # a month may take back more than it gave
        pandas="support.net.sum()",
        icon="heart",
    ),
    Definition(
        key="support_by_level",
        name=words("본인확인 단계별 공감", "Support by level"),
        unit=words("번", "times"),
        definition=words(
            "공감한 사람의 본인확인 단계별 공감 수. 사람 수가 적은 단계는 가립니다.",
            "Support by how well the city knows who gave it. Small groups are hidden.",
        ),
        denominator=words("공개 제안에 대한 모든 공감.", "All support for public proposals."),
        source=f"(SELECT e.change, e.level FROM {_AROUND})",  # noqa: S608
        value="sum(change)",
        n="sum(change)",
        cuts=(("level",),),
        people=("sum(change)",),
        pandas="support_by_level.support.sum()",
        icon="users",
    ),
    Definition(
        key="support_by_channel",
        name=words("접수 경로별 공감", "Support by channel"),
        unit=words("번", "times"),
        definition=words(
            "웹, 창구, 전화, 서면 등 들어온 경로별 공감 수. 사람 수가 적은 경로는 가립니다.",
            "Support by the door it came in: web, desk, telephone, paper. Small groups are hidden.",
        ),
        denominator=words("공개 제안에 대한 모든 공감.", "All support for public proposals."),
        source=f"(SELECT e.change, e.channel FROM {_AROUND})",  # noqa: S608
        value="sum(change)",
        n="sum(change)",
        cuts=(("channel",),),
        people=("sum(change)",),
        pandas="support_by_channel.support.sum()",
        icon="phone",
    ),
    Definition(
        key="proposals_per_1000",
        name=words("주민 1,000명당 제안", "Proposals per 1,000 residents"),
        unit=words("건", "proposals"),
        definition=words(
            "현재 읍면동에서 접수된 공개 제안을 그곳의 인구로 나누어 1,000을 곱한 값.",
            "Public proposals of a present district divided by its residents, times 1,000.",
        ),
        denominator=words(
            "현재 읍면동의 인구. 기준일은 읍면동 표에 있습니다.",
            "Residents of the present districts, as of the day in the table of districts.",
        ),
        source="(SELECT d.code AS district, d.persons, count(p.id) AS proposals FROM districts d "
        "LEFT JOIN proposals p ON p.district = d.code WHERE d.is_current AND d.persons > 0 "
        "GROUP BY d.code, d.persons)",
        value="1000.0 * sum(proposals) / nullif(sum(persons), 0)",
        n="coalesce(sum(persons), 0)",
        n_name=words("인구", "residents"),
        extra={"proposals": "coalesce(sum(proposals), 0)"},
        cuts=(WHOLE, ("district",)),
        pandas="1000 * proposals.district.isin(districts.code[districts.is_current]).sum()"
        " / districts.persons[districts.is_current].sum()",
        decimals=2,
        icon="map",
    ),
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
        cuts=(WHOLE, ("district",), ("category",), ("month",)),
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
        people=(
            "count(*) FILTER (answer = 'yes')",
            "count(*) FILTER (answer IN ('no', 'unsure'))",
        ),
        pandas="100 * confirmations.better.sum() / confirmations.answered.sum()",
        decimals=1,
        icon="users",
    ),
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
        pandas="participants.participants.sum()",
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
        pandas="asked_again.asked.sum()",
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
        pandas="100 * asked_again.answered.sum() / asked_again.asked.sum()",
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

BY_KEY: dict[str, Definition] = {d.key: d for d in (*DEFINITIONS, MEASURE_CHANGE)}


def cut_key(cut: dict[str, str]) -> str:
    """{"district": "41…", "category": "walking"} → "category=walking;district=41…"."""
    return ";".join(f"{name}={cut[name]}" for name in DIMENSIONS if name in cut)
