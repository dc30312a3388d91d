"""Begins the portal of a real city: everything that it needs to be empty and correct, or nothing."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SettingChange, User
from city.models import Category, City, Department
from city.words import Words, words
from livinglab.starting_rows import (
    make_categories,
    make_departments,
    make_texts_and_rights,
    people_word,
)
from maps.korea import CityUnknown, districts_of_city
from maps.load import FileRefused, load_districts
from maps.models import District

DEPARTMENT_COLUMNS = {"code": "code", "코드": "code", "부서코드": "code",
                      "name": "name", "이름": "name", "부서": "name", "부서명": "name",
                      "name_en": "name_en", "영문명": "name_en", "영어": "name_en",
                      "phone": "phone", "전화": "phone", "전화번호": "phone"}  # fmt: skip
CATEGORY_COLUMNS = {"slug": "slug", "code": "slug", "코드": "slug",
                    "name": "name", "이름": "name", "분야": "name",
                    "name_en": "name_en", "영문명": "name_en", "영어": "name_en",
                    "icon": "icon", "그림": "icon",
                    "department": "department", "부서": "department", "부서코드": "department"}  # fmt: skip


KOREA = (124.0, 33.0, 132.0, 39.5)


class CannotStart(Exception):
    """str() says what to do; nothing was written."""


@dataclass(frozen=True)
class Start:
    """What an IT officer has to say; empty where the portal may choose."""

    name: str
    admin_email: str
    admin_password: str
    name_en: str = ""
    people: str = ""
    outlines: str = ""
    only: str = ""  # how the codes begin that are wanted of a larger file
    departments: str = ""
    categories: str = ""


@transaction.atomic
def start_city(start: Start) -> City:
    """The City row, its districts, rows and administrator."""
    refuse_where_a_city_is()
    check_email(start.admin_email)
    check_password(start.admin_password, start.admin_email)
    name = start.name.strip()
    if not name:
        raise CannotStart(_("Say what the city is called, such as 의정부시."))
    found = _districts(name, start)
    city = _city(found, start)
    _rows(start)
    _administrator(start.admin_email, start.admin_password)
    SettingChange.objects.create(
        row="city.city:1", name=str(city.name), after={"name": dict(city.name)}, at=timezone.now()
    )
    return city


def refuse_where_a_city_is() -> None:
    city = City.objects.first()
    if city is not None and city.is_demo:
        raise CannotStart(
            _(
                "The demonstration city %(city)s is here. Start the real one in a folder of its own "
                "(LIVINGLAB_VAR) or in an empty database."
            )
            % {"city": city.name}
        )
    if city is not None or User.objects.exists():
        raise CannotStart(
            _("This portal already serves a city. Change it at /desk/settings/ instead.")
        )


def check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CannotStart(_("“%(email)s” is no e-mail address.") % {"email": email}) from None


def check_password(password: str, email: str) -> None:
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise CannotStart(" ".join(error.messages)) from None


def _districts(name: str, start: Start) -> Words:
    """Loads the outlines; the city's name as the outlines know it."""
    if start.outlines:
        try:
            loaded = load_districts(path=start.outlines, only=start.only)
        except (FileRefused, OSError) as refusal:
            raise CannotStart(str(refusal)) from None
        if not loaded.added:
            raise CannotStart(_("There is no district in this file."))
        return words(name.split()[-1])
    try:
        return districts_of_city(name=name).name
    except CityUnknown as error:
        raise CannotStart(
            _("%(why)s Or give a file of outlines with --outlines.") % {"why": error}
        ) from None


def _city(found: Words, start: Start) -> City:
    west, south, east, north = District.objects.current().bounds() or KOREA
    name = found["ko"]
    english = start.name_en.strip() or found.get("en", "")
    city = City(
        name=words(name, english),
        people_word=words(start.people, people_word(start.people)["en"])
        if start.people
        else people_word(name),
        operator=words(_office_of(name), f"{english} City Hall" if english else ""),
        lon=(west + east) / 2, lat=(south + north) / 2,
        west=west, south=south, east=east, north=north,
    )  # fmt: skip
    city.save()
    return city


def _office_of(name: str) -> str:
    """의정부시청, 관악구청, 양평군청; 세종특별자치시청."""
    return f"{name}청" if name[-1:] in "시군구" else name


def _rows(start: Start) -> None:
    if start.departments:
        _load_departments(start.departments)
    else:
        make_departments()
    if start.categories:
        _load_categories(start.categories)
    else:
        make_categories()
    make_texts_and_rights()


def _administrator(email: str, password: str) -> None:
    person = User.objects.create_superuser(email, password, pseudonym="누리집 관리자")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _load_departments(file: str) -> None:
    for line, row in _read(file, DEPARTMENT_COLUMNS, needed=("code", "name")):
        department = Department(
            code=row["code"], name=words(row["name"], row.get("name_en", "")),
            phone=row.get("phone", ""),
        )  # fmt: skip
        _save(department, file, line)


def _load_categories(file: str) -> None:
    departments = {row.code: row for row in Department.objects.all()}
    for line, row in _read(file, CATEGORY_COLUMNS, needed=("slug", "name")):
        code = row.get("department", "")
        if code and code not in departments:
            raise CannotStart(
                _("%(file)s, line %(line)s: there is no department with the code “%(code)s”.")
                % {"file": file, "line": line, "code": code}
            )
        category = Category(
            slug=row["slug"], name=words(row["name"], row.get("name_en", "")),
            icon=row.get("icon", ""), department=departments.get(code), position=line,
        )  # fmt: skip
        _save(category, file, line)


def _save(row: Department | Category, file: str, line: int) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotStart(
            _("%(file)s, line %(line)s: %(why)s")
            % {"file": file, "line": line, "why": " ".join(error.messages)}
        ) from None
    row.save()


def _read(file: str, columns: dict[str, str], needed: Sequence[str]):
    """Lines of a CSV as dicts under our names; headings in Korean or English, in any order."""
    reader = csv.DictReader(io.StringIO(_text(file)))
    names = {
        heading: columns.get(heading.strip().lower(), "") for heading in reader.fieldnames or []
    }
    missing = [name for name in needed if name not in names.values()]
    if missing:
        raise CannotStart(
            _("%(file)s: the first line has to name the columns %(names)s.")
            % {"file": file, "names": ", ".join(needed)}
        )
    rows = [
        (
            reader.line_num,
            {names[key]: (value or "").strip() for key, value in row.items() if names.get(key)},
        )
        for row in reader
    ]
    if not rows:
        raise CannotStart(_("%(file)s: there is no line beneath the headings.") % {"file": file})
    return rows


def _text(file: str) -> str:
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise CannotStart(f"{file}: {error.strerror}") from None
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotStart(_("%(file)s: save the table as CSV in UTF-8.") % {"file": file})
