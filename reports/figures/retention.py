"""Who stays in a pilot, why others leave, and who comes back for another one."""

from city.words import words
from reports.figures.definition import SHARE, WHOLE, Definition

PEOPLE = words("명", "people")
COMPLETED, STILL = "leaving = 'completed'", "leaving = 'still'"
LEFT = f"NOT ({COMPLETED}) AND NOT ({STILL})"
# All figures over the same places count them in the same parts: none may be a handful.
PLACES = tuple(f"count(*) FILTER ({part})" for part in (COMPLETED, LEFT, STILL))
EVERY_PLACE = words(
    "공개된 모든 실증에서 동의하고 참여했거나, 신청한 뒤 그만둔 사람. 두 실증에 참여하면 두 번 셉니다.",
    "Everybody who agreed and took part in a public pilot, or applied and left; in two pilots counts twice.",
)
AGAIN, ONCE = "pilots > 1", "pilots = 1"

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="places_by_end",
        name=words("끝까지 함께한 사람과 그만둔 까닭", "Who stayed, and why others left"),
        unit=PEOPLE,
        definition=words(
            "실증에 참여 중인 사람, 끝까지 참여한 사람, 그만둔 사람을 까닭별로 센 수. 까닭은 그만둘 때 고르며, "
            "밝히지 않아도 됩니다. 사람 수가 적은 까닭은 가립니다.",
            "People who take part, who went to the end, and who left, by the reason they chose; nobody has "
            "to give one. Reasons of few people are hidden.",
        ),
        denominator=EVERY_PLACE,
        source="stayed",
        value="count(*)",
        cuts=(WHOLE, ("leaving",)),
        people=PLACES,
        people_of="stayed",
        pandas="stayed.people[stayed.leaving == 'all'].sum()",
        icon="users",
    ),
    Definition(
        key="stayed_to_the_end",
        name=words("참여 유지율", "Stayed to the end"),
        unit=SHARE,
        definition=words(
            "끝까지 참여했거나 그만둔 사람 가운데 끝까지 참여한 사람의 비율. 아직 참여 중인 사람은 빠집니다.",
            "Share of those who went to the end among those who did or left. Who still takes part is left out.",
        ),
        denominator=words(
            "공개된 모든 실증에서 끝까지 참여했거나 그만둔 사람.",
            "Those who went to the end of a public pilot, or left it.",
        ),
        source="stayed",
        value=f"100.0 * count(*) FILTER ({COMPLETED}) / nullif(count(*) FILTER (NOT ({STILL})), 0)",
        n=f"count(*) FILTER (NOT ({STILL}))",
        cuts=(WHOLE,),
        people=PLACES,
        people_of="stayed",
        pandas="(100 * stay_rate.completed / stay_rate.ended).sum(min_count=1)",
        decimals=1,
        icon="flag",
    ),
    Definition(
        key="came_back",
        name=words("다시 참여한 사람 비율", "Came back for another pilot"),
        unit=SHARE,
        definition=words(
            "실증에 참여했거나 끝까지 참여한 사람 가운데 두 건 이상의 실증에 참여한 사람의 비율. 탈퇴한 사람과 "
            "자료를 지운 사람은 빠집니다.",
            "Share of those taking part in two or more pilots among all who take part or went to the end. "
            "Who closed the account or had the data removed is left out.",
        ),
        denominator=words(
            "공개된 실증에 참여하는 사람. 한 사람은 한 번만 셉니다.",
            "People who take part in public pilots, each once.",
        ),
        source="pilot_people",
        value=f"100.0 * count(*) FILTER ({AGAIN}) / nullif(count(*), 0)",
        extra={"again": f"count(*) FILTER ({AGAIN})"},
        cuts=(WHOLE,),
        people=(f"count(*) FILTER ({AGAIN})", f"count(*) FILTER ({ONCE})"),
        pandas="(100 * came_back.again / came_back.people).sum(min_count=1)",
        decimals=1,
        icon="user",
    ),
)
