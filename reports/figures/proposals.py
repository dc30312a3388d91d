"""What was received and where it stands."""

from city.words import Words, words
from reports.figures.definition import ALL_RECEIVED, EVERY_CUT, PROPOSALS, WHOLE, Definition

BY_CALL = (*EVERY_CUT, ("call",), ("department",))


def _state(
    key: str, ko: str, en: str, meaning: Words, where: str, pandas: str, icon: str, cuts=EVERY_CUT
):
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
        cuts=cuts,
        icon=icon,
    )


FIGURES: tuple[Definition, ...] = (
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
        cuts=(*BY_CALL, ("channel",)),
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
        BY_CALL,
    ),
    _state(
        "done",
        "반영 완료된 제안",
        "Proposals done",
        words("약속한 일을 모두 마친 제안의 수.", "Proposals whose commitments are all done."),
        "outcome = 'done'",
        "proposals.outcome == 'done'",
        "double-check",
        BY_CALL,
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
        key="proposals_by_status",
        name=words("상태별 제안", "Proposals by state"),
        unit=PROPOSALS,
        definition=words(
            "기준 시각의 상태별로 나눈 공개 제안의 수.",
            "Public proposals by their state at the stated time.",
        ),
        denominator=ALL_RECEIVED,
        source="proposals",
        value="count(*)",
        cuts=(("status",),),
        pandas="proposals.groupby('status').id.count()",
        icon="list",
    ),
    Definition(
        key="proposals_closed",
        name=words("종결된 제안", "Proposals closed"),
        unit=PROPOSALS,
        definition=words(
            "종결된 공개 제안의 수. 합친 제안과 철회된 제안도 들어갑니다.",
            "Public proposals that are closed, merged and withdrawn ones among them.",
        ),
        denominator=ALL_RECEIVED,
        source="(SELECT * FROM proposals WHERE status = 'closed')",
        value="count(*)",
        cuts=(WHOLE, ("outcome",)),
        pandas="(proposals.status == 'closed').sum()",
        icon="flag",
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
)
