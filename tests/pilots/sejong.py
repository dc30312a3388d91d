"""Sejong's ten tasks: one needs no money, three spend theirs together."""

from django.utils import timezone

from city.words import words
from pilots.plan.announce import announce
from pilots.plan.programme import write_programme, write_task
from pilots.plan.share_budget import add_shared_line, share_budget
from pilots.protocol import add_budget_line, add_measure, add_site, create_pilot, edit_pilot

EOK = 100_000_000

# What the city of Sejong announced (193억 in all): title, 억 won, last year.
SEJONG = [
    ("미세먼지 지도", 5.5, 2020), ("어울링 재배치", None, 2020), ("스마트 주차", "shared", 2020),
    ("스마트 팜", "shared", 2020), ("전자 거버넌스", "shared", 2020),
    ("지능형 안내판", 7, 2021), ("스마트시티 규제샌드박스", 112, 2023),
    ("시민 헬스키퍼", 36.8, 2023), ("시민 참여 거버넌스", 23.6, 2022),
    ("증강현실 전력 설비", 5, 2020),
]  # fmt: skip


def begin(officer, title, last_year, **fields):
    pilot = create_pilot(
        by=officer, title=words(title), department=officer.department, takes_participants=False,
        origin="contest", **fields,
    )  # fmt: skip
    edit_pilot(
        pilot=pilot, by=officer, question=words(f"{title}(으)로 나아집니까?"),
        starts_on=timezone.datetime(2019, 1, 1).date(),
        ends_on=timezone.datetime(last_year, 12, 31).date(),
    )  # fmt: skip
    add_site(pilot=pilot, by=officer, name=words("시범 지역"), lon=127.02, lat=37.75)
    add_measure(
        pilot=pilot, by=officer, name=words("이용"), definition=words("하루 이용"), direction="up"
    )
    return pilot


def enter_sejong(officer):
    programme = write_programme(
        name=words("세종 시티스마트 10대 과제"), starts_year=2019, ends_year=2023
    )
    sharing = []
    for number, (title, money, last_year) in enumerate(SEJONG, 1):
        task = write_task(programme=programme, name=words(title), position=number)
        pilot = begin(officer, title, last_year, has_budget=money is not None)
        edit_pilot(pilot=pilot, task=task, by=officer)
        if money == "shared":
            sharing.append(pilot)
        elif money:
            add_budget_line(
                pilot=pilot, by=officer, label=words("사업비"), source="national", year=2019,
                planned=round(money * EOK),
            )  # fmt: skip
        announce(pilot=pilot, by=officer)
    budget = share_budget(name=words("세 과제 공동 사업비"), pilots=sharing, by=officer)
    add_shared_line(
        budget=budget, by=officer, label=words("사업비"), source="city", year=2019, planned=3 * EOK
    )
    return programme
