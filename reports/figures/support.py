"""How much support there was, and by which door it came."""

from city.words import words
from reports.figures.definition import Definition

# Support that a merge brought was given before, to another proposal.
OWN = "(SELECT * FROM support_events WHERE via = 'own')"

FIGURES: tuple[Definition, ...] = (
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
        source=OWN,
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
        source=OWN,
        value="sum(change)",
        n="sum(change)",
        cuts=(("level",),),
        people=("sum(change)",),
        whole_is_public=True,
        pandas="support_by_level.set_index('level').support",
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
        source=OWN,
        value="sum(change)",
        n="sum(change)",
        cuts=(("channel",),),
        people=("sum(change)",),
        whole_is_public=True,
        pandas="support_by_channel.set_index('channel').support",
        icon="phone",
    ),
)
