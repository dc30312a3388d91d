"""The city of the benchmarks: 의정부시 with its real outlines, and a crowd of proposals."""

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.pseudonyms import new_pseudonym
from accounts.roles import Role
from city.models import City, Department
from livinglab.demo.city import make_demo_city
from livinglab.demo.fill import fill_city
from livinglab.words import compile_words

CITY = "의정부시"
PEOPLE = 500


def make_city(size: int) -> None:
    """Makes what is missing; a second run finds everything there."""
    compile_words()
    call_command("migrate", verbosity=0, interactive=False)
    if not City.objects.exists():
        make_demo_city(CITY)
        _make_people()
    if fill_city(size, timezone.now(), tell=print):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _make_people() -> None:
    people = [User(email=None, pseudonym=f"{new_pseudonym()} {n}") for n in range(PEOPLE)]
    people += [
        User(email=None, role=Role.OFFICER, pseudonym=f"{row.code} 담당", department=row)
        for row in Department.objects.all()
    ]
    User.objects.bulk_create(people)
