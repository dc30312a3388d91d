"""An empty, correct portal for a real city: asks for what is missing where somebody sits there."""

import sys
from getpass import getpass

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from city.models import Category, Department
from livinglab.start import (
    CannotStart,
    Start,
    check_email,
    check_password,
    refuse_where_a_city_is,
    start_city,
)
from maps.models import District

NEXT_STEPS = """
{name} is ready: {districts} districts, {departments} departments, {categories} categories,
administrator {email}. It is empty; nothing in it is invented.

Next:
 1. Start it:              python manage.py serve --port 8000
 2. Sign in:               {site}/accounts/login/
 3. Look at what is left:  {site}/desk/settings/
    (telephone numbers, privacy officer, texts, days off; inviting your colleagues)
 4. For the public:        set SITE_URL, ALLOWED_HOSTS and EMAIL_URL (docs/running.md)
"""


class Command(BaseCommand):
    help = "Set up the portal of a real city: its name, districts, departments and administrator."

    def add_arguments(self, parser):
        parser.add_argument("--name", help="의정부시, 관악구 …")
        parser.add_argument("--name-en", default="", help="Uijeongbu; else as the outlines say")
        parser.add_argument("--people", default="", help="시민, 구민 or 군민; else by the name")
        parser.add_argument("--admin-email")
        parser.add_argument("--admin-password", help="asked for when left out")
        parser.add_argument(
            "--outlines", "--districts", default="",
            help="file of district outlines (GeoJSON, zipped Shapefile, GeoPackage); else KOSTAT 2020",
        )  # fmt: skip
        parser.add_argument(
            "--only", default="", help="of a larger file: how the codes begin; 41370 is Osan"
        )
        parser.add_argument(
            "--departments", default="", help="CSV with code, name, phone (name_en); else eight"
        )
        parser.add_argument(
            "--categories", default="",
            help="CSV with slug, name (name_en, icon, department); else eight",
        )  # fmt: skip

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0, interactive=False)
        try:
            refuse_where_a_city_is()
            start = self._asked(options)
            city = start_city(start)
        except CannotStart as refusal:
            raise CommandError(str(refusal)) from None
        counts = {
            "districts": District.objects.count(),
            "departments": Department.objects.count(),
            "categories": Category.objects.count(),
        }
        self.stdout.write(
            NEXT_STEPS.format(
                name=city.name["ko"], email=start.admin_email, site=settings.SITE_URL, **counts
            )
        )

    def _asked(self, options) -> Start:
        """What was not said on the command line is asked, one question after the other."""
        may_ask = sys.stdin.isatty()
        name = options["name"] or self._ask(may_ask, "--name", "Name of the city (의정부시): ")
        email = options["admin_email"] or self._ask(
            may_ask, "--admin-email", "E-mail address of the administrator: "
        )
        check_email(email)
        password = options["admin_password"] or self._ask_password(may_ask, email)
        said = ("name_en", "people", "outlines", "only", "departments", "categories")
        return Start(
            name=name,
            admin_email=email,
            admin_password=password,
            **{option: options[option] for option in said},
        )

    def _ask(self, may_ask: bool, option: str, question: str) -> str:
        if not may_ask:
            raise CommandError(f"Say it with {option}, since nobody is there to ask.")
        return input(question).strip()

    def _ask_password(self, may_ask: bool, email: str) -> str:
        """Twice, since nobody sees what is typed; again as long as it is not good enough."""
        if not may_ask:
            raise CommandError("Say it with --admin-password, since nobody is there to ask.")
        while True:
            password = getpass("Password of the administrator (10 characters or more): ")
            try:
                check_password(password, email)
            except CannotStart as refusal:
                self.stderr.write(str(refusal))
                continue
            if password == getpass("The same again: "):
                return password
            self.stderr.write("These two differ.")
