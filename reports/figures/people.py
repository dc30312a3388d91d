"""Who takes part compared with who lives here, as far as they agreed to tell."""

from city.words import Words, words
from reports.figures.definition import WHOLE, Definition

PEOPLE = words("명", "people")
EVERYBODY = words(
    "공개 제안을 냈거나, 공개 제안에 공감하고 있거나, 실증에 참여하는 사람. 한 사람은 한 번만 셉니다. "
    "탈퇴한 사람과 계정 없이 서면으로 참여한 사람은 빠집니다.",
    "Everybody who made a public proposal, backs one or takes part in a pilot, each once. Those who "
    "closed their account or took part on paper without one are left out.",
)


def _by(key: str, dimension: str, ko: str, en: str, meaning: Words, icon: str) -> Definition:
    """People of each group with how many live here; the group "silent" did not say."""
    return Definition(
        key=key,
        name=words(ko, en),
        unit=PEOPLE,
        definition=meaning,
        denominator=EVERYBODY,
        source=f'(SELECT "group" AS {dimension}, people, residents FROM groups '  # noqa: S608
        f"WHERE \"by\" = '{dimension}')",
        value="sum(people)",
        n="(SELECT count(*) FROM people)",
        n_name=words("참여한 사람", "who take part"),
        extra={"residents": "coalesce(sum(residents), 0)"},
        cuts=((dimension,),),
        people=("sum(people)",),
        people_of="people",
        pandas=f"people[people.by == '{dimension}'].set_index('group').people",
        icon=icon,
    )


FIGURES: tuple[Definition, ...] = (
    Definition(
        key="people_taking_part",
        name=words("참여한 사람", "People taking part"),
        unit=PEOPLE,
        definition=words(
            "제안하거나 공감하거나 실증에 참여한 사람의 수.",
            "People who propose, back proposals or take part in a pilot.",
        ),
        denominator=EVERYBODY,
        source="people",
        value="count(*)",
        cuts=(WHOLE,),
        people=("count(*)",),
        people_of="people",
        pandas="people.people[people.by == 'all'].sum()",
        icon="users",
    ),
    _by(
        "people_by_district", "district", "사는 곳별 참여한 사람", "People taking part, by district",
        words(
            "사는 읍면동을 밝히기로 동의한 사람을 현재 읍면동별로 센 수. "
            "비율과 주민 1,000명당 수는 이 수와 읍면동 인구로 계산합니다.",
            "People by the present district they agreed to say they live in. Shares "
            "and numbers per 1,000 follow from these and the residents.",
        ),
        "pin",
    ),
    _by(
        "people_by_age", "age", "나이대별 참여한 사람", "People taking part, by age",
        words(
            "태어난 해를 밝히기로 동의한 사람을 나이대별로 센 수. 나이별 인구를 "
            "모르면 인구는 0으로 둡니다.",
            "People by the year of birth they agreed to tell. Residents are 0 where "
            "their ages are not known.",
        ),
        "users",
    ),
    _by(
        "people_by_sex", "sex", "성별 참여한 사람", "People taking part, by sex",
        words(
            "성별을 밝히기로 동의한 사람을 센 수.",
            "People by the sex they agreed to tell.",
        ),
        "users",
    ),
)  # fmt: skip
