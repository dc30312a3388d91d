"""An empty, correct portal for a real city."""

from getpass import getpass

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from city.models import City
from city.words import Words, words
from livinglab.starting_rows import make_rows, people_word
from maps.korea import CityUnknown, districts_of_city
from maps.models import District


class Command(BaseCommand):
    help = "Set up the portal of a real city: its name, districts, departments and administrator."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="의정부시, 관악구 …")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--districts", help="file of district outlines; else KOSTAT 2020")
        parser.add_argument("--admin-password", help="asked for when left out")

    def handle(self, *args, name, name_en, admin_email, districts, admin_password, **options):
        call_command("migrate", verbosity=0, interactive=False)
        if City.objects.exists():
            raise CommandError("This portal already serves a city. Change it at /admin/ instead.")
        password = admin_password or getpass("Password of the administrator: ")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        with transaction.atomic():
            self._districts(name, districts)
            self._city(name, name_en)
            make_rows()
            person = User.objects.create_superuser(admin_email, password, pseudonym="누리집 관리자")
            EmailAddress.objects.create(user=person, email=admin_email, verified=True, primary=True)
        self.stdout.write(
            f"{name} is ready: {District.objects.count()} districts, administrator {admin_email} "
            f"({Role.ADMIN.label}). Start it with: python manage.py serve"
        )

    def _districts(self, name: str, file: str | None) -> None:
        if file:
            call_command("load_districts", file)
            return
        try:
            districts_of_city(name=name)
        except CityUnknown as error:
            raise CommandError(f"{error} Or give a file of outlines with --districts.") from None

    def _city(self, name: str, name_en: str) -> None:
        rows = list(District.objects.current().without_outline())
        west, east = min(row.west for row in rows), max(row.east for row in rows)
        south, north = min(row.south for row in rows), max(row.north for row in rows)
        short = name.split()[-1]
        City(
            name=words(short, name_en), people_word=Words(people_word(short)),
            operator=words(f"{short}청"),
            lon=(west + east) / 2, lat=(south + north) / 2,
            west=west, south=south, east=east, north=north,
        ).save()  # fmt: skip
