"""By which door people came: online, at a kiosk, at a desk, on the telephone, on paper."""

from city.words import words
from reports.figures.definition import ALL_RECEIVED, EVERY_CUT, PROPOSALS, SHARE, Definition

OFFLINE = "channel IN ('kiosk', 'desk', 'phone', 'paper')"

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="proposals_by_channel",
        name=words("접수 경로별 제안", "Proposals by channel"),
        unit=PROPOSALS,
        definition=words(
            "웹, 무인단말기, 창구, 전화, 서면 등 들어온 경로별 공개 제안의 수.",
            "Public proposals by the door they came in: web, kiosk, desk, telephone, paper.",
        ),
        denominator=ALL_RECEIVED,
        source="proposals",
        value="count(*)",
        cuts=(("channel",), ("channel", "month")),
        pandas="proposals.groupby('channel').id.count()",
        icon="phone",
    ),
    Definition(
        key="proposals_offline",
        name=words("인터넷 밖에서 들어온 제안 비율", "Proposals that did not come online"),
        unit=SHARE,
        definition=words(
            "접수된 공개 제안 가운데 무인단말기, 창구, 전화, 서면으로 들어온 제안의 비율.",
            "Share of the public proposals that came by kiosk, desk, telephone or paper.",
        ),
        denominator=ALL_RECEIVED,
        source="proposals",
        value=f"100.0 * count(*) FILTER ({OFFLINE}) / nullif(count(*), 0)",
        cuts=EVERY_CUT,
        pandas="100 * proposals.channel.isin(['kiosk', 'desk', 'phone', 'paper']).sum()"
        " / len(proposals)",
        decimals=1,
        icon="care",
    ),
)
