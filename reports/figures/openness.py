"""What the city does with texts and proposals it does not want, and what reviewers declare."""

from city.words import Words, words
from reports.figures.definition import SHARE, WHOLE, Definition

TEXTS = words("건", "texts")
EVERY_TEXT = words(
    "신고, 규칙, 담당자의 판단으로 가린 모든 글. 같은 글을 다시 가리면 다시 셉니다.",
    "Every text hidden after a report, by a rule or by an officer; hidden again counts again.",
)
# Of two figures about the same texts the difference must be nobody or enough people, too.
STILL_HIDDEN = "restored_month = ''"
APPEALED = "appealed_month <> ''"
WHY_HIDDEN = words(
    "규칙은 쓴 사람에 대한 판단이므로, 건수가 적은 규칙은 가립니다. 달로는 나누지 않습니다.",
    "A rule is a judgement on whoever wrote, so rules with few texts are hidden, and none is cut by month.",
)


def _happened(key: str, ko: str, en: str, what: str, meaning: Words, icon: str) -> Definition:
    """How often, by month and kind of text: what the office did is never hidden."""
    return Definition(
        key=key,
        name=words(ko, en),
        unit=TEXTS,
        definition=meaning,
        denominator=EVERY_TEXT,
        source=f"(SELECT * FROM moderation WHERE happened = '{what}')",  # noqa: S608
        value="count(*)",
        cuts=(WHOLE, ("month",), ("content",), ("content", "month")),
        pandas=f"moderation.texts[moderation.happened == '{what}'].sum()",
        icon=icon,
    )


def _by_reason(
    key: str, ko: str, en: str, meaning: Words, where: str, parts: tuple[str, ...], icon: str
) -> Definition:
    count = f"count(*) FILTER ({where})"
    return Definition(
        key=f"{key}_by_reason",
        name=words(ko, en),
        unit=TEXTS,
        definition=Words({one: f"{meaning[one]} {WHY_HIDDEN[one]}" for one in ("ko", "en")}),
        denominator=EVERY_TEXT,
        source="hidden_texts",
        value=count,
        n=count,
        cuts=(("reason",),),
        people=(count, *(f"count(*) FILTER ({part})" for part in parts)),
        whole_is_public=True,
        is_judged=True,
        pandas="moderation_by_reason[moderation_by_reason.happened == "
        f"'{key.removeprefix('texts_')}'].set_index('reason').texts",
        icon=icon,
    )


FIGURES: tuple[Definition, ...] = (
    _happened(
        "texts_hidden", "가린 글", "Texts hidden", "hidden",
        words(
            "운영 규칙에 어긋나 가린 제안, 댓글, 해결 방안, 이용 일지 등의 수. 달은 가린 달입니다. "
            "시가 한 일이므로 적어도 가리지 않습니다.",
            "Proposals, comments, solutions, diary entries and others hidden for breaking the rules, by "
            "the month of hiding. It is what the city did, so small numbers are told.",
        ),
        "eye",
    ),
    _happened(
        "texts_appealed", "재검토를 요청한 글", "Appeals", "appealed",
        words(
            "쓴 사람이 다시 봐 달라고 요청한 가린 글의 수. 달은 요청한 달입니다.",
            "Hidden texts whose author asked for another look, by the month of the appeal.",
        ),
        "comment",
    ),
    _happened(
        "texts_restored", "다시 보이게 한 글", "Texts shown again", "restored",
        words(
            "가렸다가 다시 보이게 한 글의 수. 달은 다시 보인 달입니다.",
            "Hidden texts that were put back in sight, by the month in which they were.",
        ),
        "check",
    ),
    _by_reason(
        "texts_hidden", "규칙별 가린 글", "Texts hidden, by rule",
        words("어긴 규칙별로 나눈 가린 글의 수.", "Hidden texts by the rule they broke."),
        "true", (), "eye",
    ),
    _by_reason(
        "texts_appealed", "규칙별 재검토 요청", "Appeals, by rule",
        words(
            "어긴 규칙별로 나눈, 재검토를 요청한 글의 수.",
            "Hidden texts whose author appealed, by the rule they were hidden for.",
        ),
        APPEALED, (f"NOT ({APPEALED})",), "comment",
    ),
    _by_reason(
        "texts_restored", "규칙별 다시 보이게 한 글", "Texts shown again, by rule",
        words(
            "어긴 것으로 보았던 규칙별로 나눈, 다시 보이게 한 글의 수.",
            "Texts put back in sight, by the rule they had been hidden for.",
        ),
        f"NOT ({STILL_HIDDEN})",
        (STILL_HIDDEN, f"{APPEALED} AND {STILL_HIDDEN}", f"NOT ({APPEALED}) AND NOT ({STILL_HIDDEN})"),
        "check",
    ),
    Definition(
        key="proposals_refused",
        name=words("받아들이지 않은 결정", "Refusals"),
        unit=words("건", "decisions"),
        definition=words(
            "제안을 채택하지 않거나, 공감 미달로 마치거나, 다른 기관으로 이송하거나, 비슷한 제안과 합친 결정의 수. "
            "달은 결정한 달입니다. 재심사한 뒤 다시 내린 결정은 다시 셉니다.",
            "Decisions by which a proposal was declined, closed for too little support, referred elsewhere "
            "or merged with a similar one, by the month of the decision. Decided anew counts anew.",
        ),
        denominator=words(
            "공개 제안에 대한 모든 종결 결정. 이유는 제안마다 공개되어 있습니다.",
            "All closing decisions on public proposals. The reasons stand on each proposal's page.",
        ),
        source="(SELECT * FROM decisions WHERE status = 'closed' "
        "AND outcome IN ('declined', 'not_raised', 'referred', 'merged'))",
        value="count(*)",
        cuts=(WHOLE, ("outcome",), ("month",), ("category",), ("department",), ("month", "outcome")),
        pandas="decisions.outcome[decisions.status == 'closed']"
        ".isin(['declined', 'not_raised', 'referred', 'merged']).sum()",
        icon="cross",
    ),
    Definition(
        key="reviews_published",
        name=words("공개된 전문가 검토", "Expert reviews published"),
        unit=words("건", "reviews"),
        definition=words(
            "시가 결정한 뒤 공개된 전문가 검토의 수. 달은 검토를 보낸 달입니다.",
            "Expert reviews that are public since the city decided, by the month in which they were sent.",
        ),
        denominator=words(
            "결정이 난 공개 제안에 대한 모든 전문가 검토.",
            "All expert reviews of public proposals that were decided.",
        ),
        source="reviews",
        value="count(*)",
        cuts=(WHOLE, ("month",)),
        pandas="len(reviews)",
        icon="document",
    ),
    Definition(
        key="reviews_with_interest",
        name=words("이해관계를 밝힌 전문가 검토", "Reviews with a declared interest"),
        unit=SHARE,
        definition=words(
            "전문가가 제안과 이해관계가 있다고 밝힌 검토의 비율. 어떤 이해관계인지는 제안마다 검토 옆에 공개됩니다.",
            "Share of reviews whose expert declared an interest. Which interest it is stands beside the "
            "review on the proposal's page.",
        ),
        denominator=words(
            "결정이 난 공개 제안에 대한 모든 전문가 검토.",
            "All expert reviews of public proposals that were decided.",
        ),
        source="reviews",
        value="100.0 * count(*) FILTER (has_interest) / nullif(count(*), 0)",
        extra={"declared": "count(*) FILTER (has_interest)"},
        cuts=(WHOLE, ("month",)),
        pandas="100 * (reviews.has_interest == True).sum() / len(reviews)",
        decimals=1,
        icon="flag",
    ),
)  # fmt: skip
