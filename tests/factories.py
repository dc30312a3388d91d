"""People, places and proposals for the tests."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import User
from city.models import Category, City, Department
from city.words import words
from maps.models import District
from pilots.models import Measure, Pilot, Site
from proposals.models import Proposal
from reports.kinds import add_kinds
from reports.models import Indicator

# 가람시: a square of about 9 by 11 km, cut in two by the meridian 127.05.
WEST, SOUTH, EAST, NORTH, MIDDLE = 127.0, 37.7, 127.1, 37.8, 127.05


def _box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_city(**fields) -> City:
    City.objects.all().delete()
    add_kinds()  # a test that empties the tables takes the rows of the migration with it
    city = City(
        **{
            "name": words("가람시", "Garam"),
            "people_word": words("시민", "citizens"),
            "operator": words("가람시청", "Garam City Hall"),
            "phone": "031-000-0000",
            "phone_hours": words("평일 09:00~18:00", "Weekdays 09:00–18:00"),
            "lon": MIDDLE, "lat": 37.75,
            "west": WEST, "south": SOUTH, "east": EAST, "north": NORTH,
            "support_threshold": 3,
        }
        | fields
    )  # fmt: skip
    city.save()
    for code, name, west, east in (
        ("4199051000", words("서편동", "Seopyeon-dong"), WEST, MIDDLE),
        ("4199052000", words("동편동", "Dongpyeon-dong"), MIDDLE, EAST),
    ):
        District.objects.get_or_create(
            code=code,
            defaults={
                "name": name, "outline": _box(west, SOUTH, east, NORTH),
                "west": west, "south": SOUTH, "east": east, "north": NORTH,
                "label_lon": (west + east) / 2, "label_lat": 37.75, "area_m2": 49_000_000,
            },
        )  # fmt: skip
    department()
    category()
    return city


def department(code="road", ko="도로과", en="Roads") -> Department:
    return Department.objects.get_or_create(code=code, defaults={"name": words(ko, en)})[0]


def category(slug="walking", ko="보행", en="Walking") -> Category:
    return Category.objects.get_or_create(
        slug=slug, defaults={"name": words(ko, en), "department": department()}
    )[0]


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    password = factory.django.Password("correct horse battery")


class ProposalFactory(factory.django.DjangoModelFactory):
    """A proposal that already exists; tests of submitting call submit_proposal instead."""

    class Meta:
        model = Proposal

    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"학교 앞 보도블록이 깨져 있어요 {n}")
    text = "비가 오면 물이 고이고 유아차가 지나가기 어렵습니다."
    category = factory.LazyFunction(category)
    lon = 127.02
    lat = 37.75
    support_threshold = 3
    support_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


def make_pilot(**fields):
    """A pilot in preparation that has everything it needs to start; its manager is an officer."""
    department_of_it = fields.pop("department", None) or department()
    manager = fields.pop("manager", None) or UserFactory(
        role="officer", department=department_of_it
    )
    pilot = Pilot.objects.create(
        **{
            "title": words("횡단보도 보행 신호 연장", "Longer green light for walkers"),
            "question": words("신호를 5초 늘리면 다 건너는 사람이 늘어납니까?"),
            "privacy_sheet": words("개인을 알아볼 수 있는 정보는 모으지 않습니다."),
            "risk_sheet": words("차량 대기가 길어지면 원래 신호로 되돌립니다."),
            "ends_on": timezone.localdate() + timedelta(days=90),
            "takes_participants": False,
            "manager": manager,
            "department": department_of_it,
        }
        | fields
    )
    Site.objects.create(
        pilot=pilot, name=words("가람초등학교 앞", "Garam School"), key="A", lon=127.02, lat=37.75
    )
    Measure.objects.create(
        pilot=pilot, code="wait", name=words("대기 시간", "Waiting time"), unit=words("초", "s"),
        direction="down", definition=words("한 사람이 기다린 시간"), is_primary=True,
    )  # fmt: skip
    return pilot


def make_indicator(**fields) -> Indicator:
    """What a certification asks for, shown by how many proposals came."""
    return Indicator.objects.create(
        **{
            "area": Indicator.Area.INNOVATION,
            "code": f"1-{Indicator.objects.count() + 1}",
            "wording": words("주민 참여 리빙랩을 운영하는가", "Is there a living lab?"),
            "owner": department(),
            "figures": [{"key": "proposals_received", "cut": {}}],
        }
        | fields
    )
