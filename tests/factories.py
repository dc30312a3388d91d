"""People, places and proposals for the tests."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import User
from city.models import Category, City, Department
from city.words import words
from maps.models import District
from proposals.models import Proposal

# 가람시: a square of about 9 by 11 km, cut in two by the meridian 127.05.
WEST, SOUTH, EAST, NORTH, MIDDLE = 127.0, 37.7, 127.1, 37.8, 127.05


def _box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_city(**fields) -> City:
    City.objects.all().delete()
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
